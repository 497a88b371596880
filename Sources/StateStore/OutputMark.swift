import Files
import Foundation

/// Which state an output folder belongs to, written down in the folder, so that it moves with it.
struct OutputMark: Codable, Equatable {
  /// The state's id.
  var state: String
  /// The folder's own id: a folder that was moved is still the same.
  var folder: String
  /// Where the state lay, for people.
  var place: String
  /// How far the state had come; one that has come less far is an older copy of it.
  var entries: Int64
  /// What may be there in its place, since a restore was begun that may have died before it was done;
  /// nil otherwise.
  var former: [Owner]?

  /// A state that a folder may belong to.
  struct Owner: Codable, Hashable {
    var state: String
    var entries: Int64
  }

  /// All states that may be there.
  var owners: [Owner] { [Owner(state: state, entries: entries)] + (former ?? []) }

  /// Where the mark of an output folder lies: in `.state`, which no report can have as its name.
  private static func path(in output: String) -> String { "\(output)/.state/belongs-to.json" }

  /// The mark of an output folder; nil when it has none, or one that cannot be understood.
  static func read(in output: String) throws(StateError) -> OutputMark? {
    let path = path(in: output)
    do {
      return try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
    } catch is DecodingError {
      return nil
    } catch CocoaError.fileReadNoPermission {
      throw StateError(
        unexpected: "this user may not read which state the reports belong to", path: path)
    } catch {
      return nil
    }
  }

  /// The file of the mark as it is now; nil when there is none.
  static func stamp(in output: String) -> FileStamp? {
    (try? StateFile.stamp(of: path(in: output))).flatMap(\.self)
  }

  /// Writes the mark; false where there is no output folder, which could belong to a state.
  ///
  /// After a power cut, one that is not written `firmly` may be the one before. One that is not the
  /// expected one when the new one is about to take its name stays.
  @discardableResult
  func write(
    in output: String, firmly: Bool = true, inPlaceOf isExpected: (Self?) -> Bool = { _ in true }
  ) throws(StateError) -> Bool {
    guard FileManager.default.fileExists(atPath: output) else { return false }
    let path = Self.path(in: output)
    let unfinished = "\(path).\(UUID().uuidString).unfinished"
    do {
      try StateFile.makePrivateFolder("\(output)/.state")
      StateFile.restrict("\(output)/.state", to: 0o700)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let file = try OpenFile<StateError>(unfinished, for: .creatingPrivate)
      try file.write(Array(encoder.encode(self)))
      try file.sync()
      guard try isExpected(Self.read(in: output)) else {
        try FileManager.default.removeItem(atPath: unfinished)
        return true
      }
      try StateFile.rename(unfinished, to: path)
      if firmly { try StateFile.sync("\(output)/.state") }
      return true
    } catch {
      try? FileManager.default.removeItem(atPath: unfinished)
      throw StateError(error, path: path)
    }
  }
}
