// swift-tools-version: 6.3
import PackageDescription

// `Sources` is the program's own, so that what is measured may be internal to its room.
let package = Package(
  name: "inventory-reports-benchmarks",
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .systemLibrary(name: "CLibPQ", path: "Sources/CLibPQ", pkgConfig: "libpq"),
    .systemLibrary(name: "CLibXLSXWriter", path: "Sources/CLibXLSXWriter", pkgConfig: "xlsxwriter"),
    .target(name: "Reports", dependencies: ["Yams"]),
    .target(
      name: "Postgres", dependencies: ["CLibPQ", .product(name: "Logging", package: "swift-log")]),
    .target(name: "Spreadsheet", dependencies: ["CLibXLSXWriter"]),
    .target(name: "ReportWriters", dependencies: ["Reports", "Spreadsheet"]),
    .executableTarget(
      name: "Rows",
      dependencies: [
        "Postgres", "ReportWriters", "Reports", .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Rows",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .unsafeFlags(["-enable-testing"]),
  ]
}
