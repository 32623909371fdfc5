"""StackSift's own flame graphs, recorded by perf and drawn by itself."""

import shutil
import subprocess


def commands(inputs):
    """By picture: its title and the command whose time it shows."""
    out = inputs.folder / "ours.pb.gz"
    return {
        "fold-perf": ("stacksift fold, 51 MB of perf text", ["fold", inputs.perf, "-j", "1"]),
        "top-pprof": ("stacksift top, 58 MB of pprof", ["top", inputs.pprof_large]),
        "write-pprof": ("stacksift merge, one pprof file of 58 MB", ["merge", inputs.pprof_large, "-o", out]),
        "top-pstats": ("stacksift top, 56 MB of pstats", ["top", inputs.pstats_large]),
        "merge-pprof": ("stacksift merge, 50 pprof files", ["merge", *inputs.pprof_fleet, "-o", out]),
    }


def flame_graphs(binary, inputs, folder):
    """What our own commands spend their time on; false where perf is not there or may not record."""
    if not shutil.which("perf"):
        return False
    for name, (title, command) in commands(inputs).items():
        data, text = inputs.folder / "own.data", inputs.folder / "own.perf.txt"
        record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "4999", "-g", "-o", data, binary, *command, "--quiet"]
        if subprocess.run(record, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            return False
        with open(text, "wb") as out:
            subprocess.run(["perf", "script", "-i", data], stdout=out, stderr=subprocess.DEVNULL, check=True)
        subprocess.run([binary, "flamegraph", text, "-o", folder / f"{name}.svg", "--quiet", "--min-width", "0.4",
                        "--title", title], check=True)
    return True
