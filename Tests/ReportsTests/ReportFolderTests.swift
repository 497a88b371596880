import Foundation
import Reports
import Testing

/// The folder around the definitions, and files that are no YAML.
@Suite struct ReportFolderTests {
  @Test func `a missing and an empty folder are problems`() throws {
    let folder = try ReportFolder()
    #expect(
      folder.problems() == [
        "\(folder.path): holds no report; a report is a folder with a report.yml"
      ]
    )
    let none = ReportCatalogue.read(folder: folder.path + "/none").problems
    #expect(none.map(\.message) == ["the reports folder is missing"])
    try folder.write("", to: "file")
    #expect(
      ReportCatalogue.read(folder: folder.path + "/file").problems.map(\.message)
        == ["is not a folder"])
  }

  @Test func `a report without a report.yml and one with a bad name are problems`() throws {
    let folder = try ReportFolder()
    try folder.write("", to: "stock/stock.sql")
    try folder.write("", to: ".hidden/x")
    try folder.write("", to: "Ünder/x")
    #expect(
      folder.problems() == [
        "stock/report.yml: is missing; a folder in the reports folder is a report and has a "
          + "report.yml",
        "Ünder/report.yml: is missing; a folder in the reports folder is a report and has a "
          + "report.yml",
        "Ünder/report.yml: the folder's name 'Ünder' is not a valid report name; a name is lower-case "
          + "letters, digits, '-' and '_', begins with a letter and has at most 64 characters",
      ])
  }

  @Test func `a good report is there beside a bad one`() throws {
    let folder = try ReportFolder()
    try folder.write(ReportFolder.good, to: "good/report.yml")
    try folder.write("SELECT 1", to: "good/stock.sql")
    try folder.write("title: Bad", to: "bad/report.yml")
    let (definitions, problems) = ReportCatalogue.read(folder: folder.path)
    #expect(definitions.map(\.name) == ["good"])
    #expect(problems.count == 4)
    #expect(throws: DefinitionProblems.self) { try ReportCatalogue.load(folder: folder.path) }
  }

  static let broken: [(String, String)] = [
    (
      "title: [a\nb: c",
      "stock/report.yml:2: is not YAML: did not find expected ',' or ']' "
        + "(while parsing a flow sequence that began on line 1)"
    ),
    (
      "title: a\ntitle: b",
      "stock/report.yml:1: a map has the key 'title' more than once, first "
        + "on this line; keep one of them"
    ),
    (
      "- a",
      "stock/report.yml:1: must be a map of keys and values; its keys are title, audience, "
        + "description, schedule, parameters, key_total, tables, charts, checks, editions"
    ),
    ("", "stock/report.yml:1: is empty"),
    (
      "a: 1\n---\nb: 2",
      "stock/report.yml:2: is not YAML: but found another document (expected a "
        + "single document in the stream that began on line 1)"
    ),
    ("a: *none", "stock/report.yml:1: is not YAML: found undefined alias"),
    ("title: a\nb\u{1}: c", "stock/report.yml:2: is not YAML: control characters are not allowed"),
  ]

  @Test(arguments: broken)
  func `what is no definition is a problem with its line`(yaml: String, expected: String) throws {
    let folder = try ReportFolder()
    try folder.write(yaml, to: "stock/report.yml")
    #expect(folder.problems() == [expected])
  }

  @Test func `a file that is not UTF-8 is a problem`() throws {
    let folder = try ReportFolder()
    try folder.write("", to: "stock/report.yml")
    try Data([0x74, 0xE9]).write(to: URL(fileURLWithPath: folder.path + "/stock/report.yml"))
    #expect(
      folder.problems() == ["stock/report.yml: is not UTF-8 text; save it as UTF-8"])
  }

  @Test func `text is taken as written and not as YAML understands it`() throws {
    let folder = try ReportFolder()
    let yaml = ReportFolder.good.replacing("title: SKU", with: "title: 05432")
      .replacing("title: Unit,", with: "title: no,").replacing("title: Cover", with: "title: 1e3")
    try folder.write(yaml, to: "stock/report.yml")
    try folder.write("SELECT 1", to: "stock/stock.sql")
    let tables = try #require(try ReportCatalogue.load(folder: folder.path).first?.tables)
    #expect(tables[0].columns[0].title == "05432")
    #expect(tables[0].columns[1].title == "no")
    #expect(tables[1].columns[1].title == "1e3")
  }
}
