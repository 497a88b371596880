import Foundation

/// The Python of the tests: `make setup` makes an environment below `.build`, see `.ci/python`.
public enum TestPython {
  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/python"

  /// Its program.
  public static let path = folder + "/bin/python3"

  /// The program of a package, such as `frictionless`; nil where it was not installed.
  public static func program(_ name: String) -> String? {
    let path = folder + "/bin/" + name
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// A module's folder; nil where it was not installed.
  public static func module(_ name: String) -> String? {
    let library = folder + "/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    return versions.map { "\(library)/\($0)/site-packages/\(name)" }
      .first { FileManager.default.fileExists(atPath: $0) }
  }
}
