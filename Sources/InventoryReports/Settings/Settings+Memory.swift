import Foundation

extension Settings {
  /// How many bytes of memory the stock of a run may take: what is set, else half of what this
  /// process may use.
  func memory() throws(SettingsError) -> Int {
    guard let text = self["report.memory"] else { return MachineMemory.bytes / 2 }
    guard let bytes = Self.bytes(text) else {
      throw error("report.memory", "expected an amount of memory such as 256MB or 1GiB")
    }
    return bytes
  }

  /// An amount as people write it, with or without a space: `64kB`, `256MB`, `1GiB`; nil for
  /// anything else, and for nothing.
  private static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = [
      "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
      "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
    ]
    let unit = text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces).lowercased()
    guard let number = Int(digits), number > 0, let size = units[unit] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
    return overflow ? nil : bytes
  }
}
