// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that the program depends on nothing that only measures it.
let package = Package(
  name: "inventory-reports-benchmarks",
  dependencies: [
    .package(name: "inventory-reports", path: ".."),
    // Without traits: what counts allocations is not for this compiler.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "SampleRows",
      dependencies: [.product(name: "ReportWriters", package: "inventory-reports")],
      path: "Rows/SampleRows"),
    .executableTarget(
      name: "WriteRows",
      dependencies: [
        "SampleRows", .product(name: "ReportWriters", package: "inventory-reports"),
      ],
      path: "Rows/WriteRows"),
    // The benchmark command takes every program directly below this folder for one of its own.
    .executableTarget(
      name: "RowBenchmarks",
      dependencies: [
        "SampleRows", .product(name: "ReportWriters", package: "inventory-reports"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "RowBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)

for target in package.targets {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
  ]
}
