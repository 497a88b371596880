import Publishing
import Testing

@testable import ReportSite

@Suite struct FigureTextTests {
  @Test(arguments: [
    ("0", "0"), ("12", "12"), ("123", "123"), ("1234", "1,234"), ("-1234.50", "-1,234.50"),
    ("123456.000", "123,456.000"), ("-100", "-100"),
    ("99999999999999999.99", "99,999,999,999,999,999.99"),
    ("", ""), ("abc", "abc"), ("-", "-"),
  ]) func `Digits are grouped by three`(number: String, text: String) {
    #expect(FigureText.grouped(number) == text)
  }

  @Test(arguments: [
    ("100.00", "150.00", "+50.00 (+50.0 %)"), ("150.00", "100.00", "-50.00 (-33.3 %)"),
    ("100.00", "100.00", "no change"), ("0.00", "5.00", "+5.00"), ("-5.00", "5.00", "+10.00"),
    ("213", "214", "+1 (+0.5 %)"), ("100000.00", "100000.01", "+0.01 (+0.0 %)"),
  ]) func `A change is exact and its share rounded`(before: String, after: String, text: String) {
    #expect(FigureText.change(from: before, to: after) == text)
  }

  @Test func `What is no number has no change`() {
    #expect(FigureText.change(from: "", to: "5") == nil)
    #expect(FigureText.change(from: "5", to: "five") == nil)
  }

  @Test func `Shares, sizes and totals are as people read them`() {
    #expect(FigureText.percent("0.2500") == "25.00 %")
    #expect(FigureText.percent("-12.3456") == "-1,234.56 %")
    #expect(FigureText.percent("") == "")
    #expect(FigureText.size(999) == "999 bytes")
    #expect(FigureText.size(12_499) == "12 kB")
    #expect(FigureText.size(3_456_789) == "3.4 MB")
    #expect(
      FigureText.total(.byUnit(["pcs": "1200", "kg": "0.500"]), currency: nil)
        == "0.500 kg, 1,200 pcs")
    #expect(FigureText.total(.overall("1200.00"), currency: "THB") == "1,200.00 THB")
  }

  @Test func `Escaping goes by bytes, whatever follows a quote`() {
    var html = ""
    html.append(escaped: "\"\u{301}<\u{301}>&'\u{20dd}ก็")
    #expect(html == "&quot;\u{301}&lt;\u{301}&gt;&amp;&#39;\u{20dd}ก็")
    #expect(PageText().escapeText("plain") == "plain")
  }

  @Test func `A template escapes by bytes, too`() throws {
    let page = try TemplateLibrary.render(
      "error", ["title": "\"\u{301}<b>", "detail": "", "request": ""])
    #expect(page.contains("&quot;\u{301}&lt;b&gt;"))
  }
}
