import Foundation
import Testing

@Suite(.enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct BrowserTests {
  @Test func `A page is read and pressed`() async throws {
    let driver = try ChromeDriver()
    let browser = try await Browser(driver, width: 390, downloads: NSTemporaryDirectory())
    try await browser.open("data:text/html,<meta name=viewport content=width=device-width><button onclick=\"this.innerText='pressed'\">press</button>")
    try await browser.press("\u{E004}", "\u{E007}")
    #expect(try await browser.text == "pressed")
    #expect(try await browser.script("return window.innerWidth") as? Int == 390)
    try await browser.picture(at: "/tmp/shot.png")
    try await browser.close()
  }
}
