// swift-tools-version: 6.2
import PackageDescription

/// One compiler contract for every target: Swift 6 mode.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
]

/// The floors of the house, lowest first; a target may name only targets above its own line here.
let package = Package(
    name: "stacksift",
    products: [.executable(name: "stacksift", targets: ["stacksift"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Floor 0: system libraries, module maps only.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CIsal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPcre2", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CDemangle", providers: [.apt(["libiberty-dev"])]),
        .systemLibrary(name: "CYaml", providers: [.apt(["libyaml-dev"])]),
        // Floor 1: the model.
        .target(name: "StackModel", swiftSettings: settings),
        // Floor 2: bytes in, and questions asked of a profile.
        .target(
            name: "TraceInput", dependencies: ["StackModel", "CZlib", "CZstd", "CDeflate"], swiftSettings: settings),
        .target(name: "ProfileAnalysis", dependencies: ["StackModel", "CPcre2", "CDemangle"], swiftSettings: settings),
        // Floor 3: formats in, formats out, the store.
        .target(name: "TraceFormats", dependencies: ["TraceInput", "StackModel"], swiftSettings: settings),
        .target(
            name: "ProfileExport", dependencies: ["ProfileAnalysis", "StackModel", "CZlib", "CIsal"],
            swiftSettings: settings),
        .target(
            name: "ProfileStore", dependencies: ["ProfileAnalysis", "StackModel", "CSQLite"], swiftSettings: settings),
        // Floor 4: a plan and how it is run.
        .target(
            name: "SiftPipeline",
            dependencies: [
                "StackModel", "TraceInput", "TraceFormats", "ProfileAnalysis", "ProfileExport", "ProfileStore",
                "CYaml",
            ],
            swiftSettings: settings),
        // Floor 5: words of the command line.
        .executableTarget(
            name: "stacksift",
            dependencies: [
                "SiftPipeline", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // Tests, one target for each of the above; CommandTests runs the built command as users type it.
        .testTarget(name: "StackModelTests", dependencies: ["StackModel"], swiftSettings: settings),
        .testTarget(name: "TraceInputTests", dependencies: ["TraceInput", "StackModel"], swiftSettings: settings),
        .testTarget(
            name: "TraceFormatsTests", dependencies: ["TraceFormats", "TraceInput", "ProfileAnalysis", "StackModel"],
            swiftSettings: settings),
        .testTarget(
            name: "ProfileAnalysisTests",
            dependencies: ["ProfileAnalysis", "TraceFormats", "TraceInput", "StackModel"],
            swiftSettings: settings),
        .testTarget(
            name: "ProfileExportTests",
            dependencies: ["ProfileExport", "ProfileAnalysis", "TraceFormats", "TraceInput", "StackModel"],
            swiftSettings: settings),
        .testTarget(
            name: "ProfileStoreTests", dependencies: ["ProfileStore", "ProfileAnalysis", "StackModel"],
            exclude: ["Stores"], swiftSettings: settings),
        .testTarget(
            name: "SiftPipelineTests",
            dependencies: ["SiftPipeline", "ProfileAnalysis", "ProfileExport", "TraceFormats", "StackModel"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["stacksift"], exclude: ["cases"], swiftSettings: settings),
    ]
)
