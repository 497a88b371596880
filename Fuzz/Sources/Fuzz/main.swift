import CFuzzer
import Foundation
import FuzzReaders

// `Fuzz NAME [options of libFuzzer] [folder of inputs]` runs the reader of that name on inputs that
// libFuzzer makes, until one of them ends the program. `Fuzz NAME --seeds FOLDER` writes sound inputs
// to begin with.

let name = CommandLine.arguments.dropFirst().first ?? ""
guard let reader = Reader.all.first(where: { $0.name == name }) else {
  print(
    "usage: Fuzz NAME [options]; NAME is one of \(Reader.all.map(\.name).joined(separator: ", "))")
  exit(64)
}
if CommandLine.arguments.count == 4, CommandLine.arguments[2] == "--seeds" {
  let folder = URL(filePath: CommandLine.arguments[3])
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for (number, seed) in try reader.seeds().enumerated() {
    try Data(seed).write(to: folder.appending(path: "seed-\(number)"))
  }
  exit(0)
}

Chosen.reader = reader
let words = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
var count = CInt(words.count)
let code = pointers.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start, readInput)
}
Reader.cleanUp()
exit(code)

/// Reads one input.
///
/// libFuzzer's library has a `main` of its own, which calls a function of this name and is linked though
/// the one above runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func readInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  Chosen.reader?.read(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
