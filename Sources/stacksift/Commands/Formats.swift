import ArgumentParser
import SiftPipeline
import TraceFormats

/// `stacksift formats`.
struct Formats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "List the formats that are read and written.")

    func run() {
        print("Read (told by content; gzip and zstd are peeled off):\n")
        for format in FormatRegistry.all {
            let descriptor = format.descriptor
            print("  \(descriptor.id)  \(descriptor.name)")
            print("      recorded by: \(descriptor.recordedBy)")
            print("      weights:     \(descriptor.weights)")
        }
        print("\nWritten:\n")
        print(OutputForm.list)
    }
}
