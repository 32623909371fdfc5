"""StackSift's own flame graph, recorded by perf and drawn by itself."""

import shutil
import subprocess


def flame_graph(binary, inputs, target):
    """What folding perf text spends its time on; false where perf is not there or may not record."""
    if not shutil.which("perf"):
        return False
    data, text = inputs.folder / "own.data", inputs.folder / "own.perf.txt"
    record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "4999", "-g", "-o", data, binary, "fold", inputs.perf,
              "--quiet", "-j", "1"]
    if subprocess.run(record, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        return False
    with open(text, "wb") as out:
        subprocess.run(["perf", "script", "-i", data], stdout=out, stderr=subprocess.DEVNULL, check=True)
    subprocess.run([binary, "flamegraph", text, "-o", target, "--quiet", "--min-width", "0.3",
                    "--title", "stacksift fold, 51 MB of perf text"], check=True)
    return True
