import Foundation

/// The output folder's one name, whatever links lead to it.
public enum OutputPath {
  /// The path without links and detours.
  public static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
