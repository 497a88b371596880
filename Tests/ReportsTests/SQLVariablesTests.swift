import Reports
import Testing

@Suite struct SQLVariablesTests {
  static let used: [String] = [
    "SELECT :'a'", "SELECT ':a', :'a'", "SELECT E'\\':\\'a\\'' , :'a'", "SELECT E'\\\\', :'a'",
    "SELECT 'x\\', :'a'", "SELECT foo_e'x\\', :'a'", "SELECT \":'a'\", :'a'",
    "SELECT \"q\"\":'a'\", :'a'", "SELECT $$:'a'$$, :'a'", "SELECT $t$ $$ :'a' $ $t$, :'a'",
    "SELECT a$b$ , :'a' , c", "SELECT $ท$:'a'$ท$, :'a'", "SELECT 1 -- :'a'\n, :'a'",
    "SELECT 1 -- :'a'\r, :'a'", "SELECT 1 /* :'a' /* :'a' */ :'a' */, :'a'",
    "SELECT 1 /*/ :'a' */, :'a'", "SELECT 1 /* **/, :'a' /* */", "SELECT 1 +--:'a'\n:'a'",
    "SELECT x::'a', y:::'a'", "SELECT :'a'::date", "SELECT b[1:2], b[:3], :'a'",
    "SELECT f(x := 1, y =>:'a')", "SELECT U&'\\0061:''a''', :'a'",
    "SELECT B'01'':', N'x\\', :'a'", "SELECT 'a'':'||:'a'||':'", "SELECT 1<:'a'",
    "SELECT x'1:', e'\\'', :'a'", "SELECT 1e'x\\', :'a'", "SELECT é'x\\', :'a'",
    "SELECT ':' :'a'", "SELECT b[1: n], :'a'", "SELECT 'it''s :''a''', :'a'", "SELECT '' :'a'",
  ]

  /// Each text holds `:'a'` as a variable once: psql 15 replaces it once (`psql -e -v a=...`).
  @Test(arguments: used)
  func `a variable is found where psql finds it`(text: String) throws {
    #expect(try SQLVariables(text, file: "q.sql").names == ["a"])
    #expect(try SQLVariables(text, file: "q.sql").uses.count == 1)
  }

  @Test func `uses have their lines and are replaced in place`() throws {
    let query = try SQLVariables(
      "-- :'x'\nSELECT :'a',\n  :'b_2'::date, 'é', :'a'\n", file: "q.sql")
    #expect(query.uses.map(\.line) == [2, 3, 3])
    #expect(query.names == ["a", "b_2"])
    #expect(
      query.substitute { "<\($0)>" } == "-- :'x'\nSELECT <a>,\n  <b_2>::date, 'é', <a>\n")
  }

  @Test func `what a literal holds is not looked at again`() throws {
    let query = try SQLVariables("SELECT :'a', :'b'", file: "q.sql")
    #expect(query.substitute { _ in "':''b'''" } == "SELECT ':''b''', ':''b'''")
  }

  @Test func `a byte order mark and a semicolon at the end are left out`() throws {
    let query = try SQLVariables(
      "\u{FEFF}SELECT ';' ; -- that is all; \n/* ; */ ;\n", file: "q.sql")
    #expect(query.substitute { $0 } == "SELECT ';' ")
  }

  static let refused: [(String, String)] = [
    (
      "SELECT 1;\nSELECT 2",
      "q.sql:2: has a second statement; "
        + "a report's query is one statement, a CTE (WITH) if need be"
    ),
    (
      "SELECT\n :a",
      "q.sql:2: has :a, which psql would insert without quotes; "
        + "write it as :'a', and an array slice with a space, as in [1: n]"
    ),
    (
      "SELECT b[1:n]",
      "q.sql:1: has :n, which psql would insert without quotes; "
        + "write it as :'n', and an array slice with a space, as in [1: n]"
    ),
    ("SELECT :\"a\"", "q.sql:1: has :\"a\", which is not a variable; the only form is :'name'"),
    ("SELECT :{?a}", "q.sql:1: has :{?, which is not a variable; the only form is :'name'"),
    ("SELECT :'a b'", "q.sql:1: has :'a , which is not a variable; the only form is :'name'"),
    ("SELECT :''", "q.sql:1: has :'', which is not a variable; the only form is :'name'"),
    (
      "SELECT :ก",
      "q.sql:1: has :ก, which psql would insert without quotes; "
        + "write it as :'ก', and an array slice with a space, as in [1: n]"
    ),
    (
      "\\set a 1\nSELECT 1",
      "q.sql:1: has a backslash outside quotes, which is a command of psql; "
        + "a report's query is one plain statement"
    ),
    (
      "SELECT 1 \\gexec",
      "q.sql:1: has a backslash outside quotes, which is a command of psql; "
        + "a report's query is one plain statement"
    ),
    ("SELECT $1", "q.sql:1: has the parameter '$1'; the only form is :'name'"),
    ("-- nothing\n;", "q.sql:1: has no statement; write one SELECT"),
    ("SELECT 1,\n'a", "q.sql:2: has an unclosed quote; close it with '"),
    ("SELECT \"a", "q.sql:1: has an unclosed quote; close it with \""),
    ("SELECT $x$ $y$", "q.sql:1: has an unclosed quote; close it with $x$"),
    ("SELECT E'a\\'", "q.sql:1: has an unclosed quote; close it with '"),
    ("SELECT 1\n/* /* */", "q.sql:2: has an unclosed comment; close it with */"),
    (
      "SELECT E'x' -- c\n '\\'",
      "q.sql:2: has an E'...' string that continues on another line, "
        + "which psql and the server read differently; join its parts"
    ),
  ]

  @Test(arguments: refused)
  func `what psql would treat differently is a problem`(text: String, expected: String) {
    let error = #expect(throws: DefinitionProblems.self) {
      try SQLVariables(text, file: "q.sql")
    }
    #expect(error?.problems.first?.description == expected)
  }
}
