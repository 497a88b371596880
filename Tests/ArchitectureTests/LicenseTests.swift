import Foundation
import Testing

/// What `packaging/copyright` says of the packages that are linked in.
@Suite struct LicenseTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  /// What is no package of its own, but in one, or comes with the compiler.
  private static let parts: Set<String> = [
    "*", "Swift", "BoringSSL", "libyaml", "llhttp", "uSHET", "musl", "ICU", "sha1", "zlib",
  ]

  private struct Resolved: Decodable {
    struct Pin: Decodable { var location: URL }
    var pins: [Pin]
  }

  @Test func `Every package that is linked in is named with its license, and no other`() throws {
    let file = try Data(contentsOf: Self.root.appending(path: "Package.resolved"))
    let pins = try JSONDecoder().decode(Resolved.self, from: file).pins
    let packages = pins.map { $0.location.lastPathComponent.replacing(/\.git$/, with: "") }
    let text = try String(
      contentsOf: Self.root.appending(path: "packaging/copyright"), encoding: .utf8)
    // A field goes on in the lines that begin with a space.
    let fields = text.replacing("\n ", with: " ").split(separator: "\n")
    let named = fields.filter { $0.hasPrefix("Files:") }
      .flatMap { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(named.count > 20)
    #expect(named.count == Set(named).count)
    #expect(Set(named).subtracting(Self.parts).sorted() == packages.sorted())
    let licenses = fields.filter { $0.hasPrefix("License:") }
    for license in Set(licenses.map { $0.split(separator: " ")[1] }) {
      #expect(text.contains("\nLicense: \(license)\n "), "the words of \(license) are missing")
    }
  }
}
