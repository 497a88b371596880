import Doctor
import Values

/// What the doctor found: lines for people, a document for programs.
struct DoctorReport: Sendable {
  private let diagnoses: [Diagnosis]

  init(_ diagnoses: [Diagnosis]) {
    self.diagnoses = diagnoses
  }

  var hasFailure: Bool { diagnoses.contains { $0.status == .fail } }

  private struct Document: Encodable {
    struct Check: Encodable {
      var area: String
      var name: String
      var status: String
      var detail: String
      var remedy: [String]
    }

    var status: String
    var checks: [Check]
  }

  func print(as options: CommonOptions) throws {
    guard !options.json else {
      try Terminal.print(
        json: Document(
          status: worst.rawValue,
          checks: diagnoses.map {
            Document.Check(
              area: $0.area, name: $0.name, status: $0.status.rawValue, detail: $0.detail,
              remedy: $0.remedy + $0.statements)
          }))
      return
    }
    guard options.quiet else { return Terminal.print(text) }
    for diagnosis in diagnoses where diagnosis.status == .fail {
      Terminal.error(
        ([diagnosis.area, diagnosis.name, diagnosis.detail] + diagnosis.remedy
          + diagnosis.statements).joined(separator: ": "))
    }
  }

  private var worst: Diagnosis.Status {
    hasFailure ? .fail : diagnoses.contains { $0.status == .warn } ? .warn : .pass
  }

  /// A block for each area, and a line for each thing in it; below it what to do.
  private var text: String {
    let width = diagnoses.map(\.name.count).max() ?? 0
    var lines: [String] = []
    var area = ""
    for diagnosis in diagnoses {
      if diagnosis.area != area {
        area = diagnosis.area
        if !lines.isEmpty { lines.append("") }
        lines.append(Terminal.paint(area, .bold))
      }
      let name = diagnosis.name + String(repeating: " ", count: width - diagnosis.name.count)
      lines += TextWrap.lines(
        "  \(Self.mark(diagnosis.status))  \(name)  \(diagnosis.detail.printable)",
        width: Terminal.width, hanging: 8)
      for remedy in diagnosis.remedy {
        lines += TextWrap.lines("        \(remedy.printable)", width: Terminal.width)
      }
      lines += diagnosis.statements.map { "        \($0)" }
    }
    return (lines + ["", summary]).joined(separator: "\n")
  }

  private var summary: String {
    func count(_ status: Diagnosis.Status) -> Int {
      diagnoses.count { $0.status == status }
    }
    let counts = "\(count(.pass)) passed, \(count(.warn)) to review, \(count(.fail)) failed: "
    return switch worst {
    case .pass: counts + Terminal.paint("all is well.", .green)
    case .warn: counts + Terminal.paint("reports can be made anyway.", .yellow)
    case .fail: counts + Terminal.paint("follow the advice below each failure.", .red)
    }
  }

  private static func mark(_ status: Diagnosis.Status) -> String {
    switch status {
    case .pass: Terminal.paint("pass", .green)
    case .warn: Terminal.paint("warn", .yellow)
    case .fail: Terminal.paint("FAIL", .red)
    }
  }
}
