import ArgumentParser
import TraceFormats

/// `stacksift formats`.
struct Formats: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the formats that are read.")

    func run() {
        for format in FormatRegistry.all {
            let descriptor = format.descriptor
            print("\(descriptor.id)  \(descriptor.name)")
            print("    recorded by: \(descriptor.recordedBy)")
            print("    weights:     \(descriptor.weights)")
        }
    }
}
