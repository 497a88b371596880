// swift-tools-version: 6.3
import PackageDescription

// A package of its own: it is built with `-sanitize=fuzzer`, see the target `fuzz` of the Makefile.
let package = Package(
  name: "inventory-reports-fuzz",
  dependencies: [.package(name: "inventory-reports", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: ["CFuzzer", .product(name: "FuzzReaders", package: "inventory-reports")]),
  ]
)
