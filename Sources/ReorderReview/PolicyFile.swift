import Foundation
import Publishing
public import Reports
import Synchronization

/// The reorder policy's file, read again when it is another.
public final class PolicyFile: Sendable {
  /// What the file says now.
  public struct Content: Sendable {
    /// The terms of every line.
    public var terms: OrderTermsList
    /// The file's hash as runs name it; nil without a file.
    public var hash: String?
  }

  private struct Version: Equatable {
    var modified: Date?
    var size: UInt64?
    var number: UInt64?
  }

  private let path: String?
  private let mayBeAbsent: Bool
  private let last = Mutex<(Version, Content)?>(nil)

  /// The file of a path; nil for no policy, by which everything is ordered by the piece.
  ///
  /// So it is, too, as long as there is no file that may be absent: it is looked for each time.
  public init(path: String?, mayBeAbsent: Bool = false) {
    self.path = path
    self.mayBeAbsent = mayBeAbsent
  }

  /// What the file says.
  ///
  /// Throws `DefinitionProblems` when it cannot be read or says nonsense: then nobody knows packs.
  public func content() throws(DefinitionProblems) -> Content {
    let usual = Content(terms: OrderTermsList(ReorderPolicy()), hash: nil)
    guard let path else { return usual }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if attributes == nil, mayBeAbsent, !FileManager.default.fileExists(atPath: path) {
      return usual
    }
    let version = Version(
      modified: attributes?[.modificationDate] as? Date,
      size: (attributes?[.size] as? NSNumber)?.uint64Value,
      number: (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value)
    if let (known, content) = last.withLock({ $0 }), known == version { return content }
    let (policy, text) = try ReorderPolicy.loadWithText(file: path)
    let content = Content(
      terms: OrderTermsList(policy), hash: ContentHash.sha256(Array(text.utf8)))
    last.withLock { $0 = (version, content) }
    return content
  }
}
