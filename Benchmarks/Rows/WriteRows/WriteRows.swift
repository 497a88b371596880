import Foundation
import ReportWriters
import Reports
import SampleRows

/// Writes the rows once, in one format, and prints the seconds of wall and of processor for that
/// alone; for tools that measure a whole process, and beside other people's writers.
@main
enum WriteRows {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first, let rows = arguments.dropFirst().first.flatMap({ Int($0) })
    else {
      print("usage: WriteRows FOLDER ROWS [csv] [json] [xlsx]")
      exit(64)
    }
    let formats = ReportFormat.allCases.filter { arguments.dropFirst(2).contains($0.rawValue) }
    let table = SampleTable(rows: rows)
    let begun = (ContinuousClock.now, clock())
    try table.write(formats, to: folder)
    let seconds = (ContinuousClock.now - begun.0) / .seconds(1)
    print(seconds, Double(clock() - begun.1) / Double(CLOCKS_PER_SEC))
  }
}
