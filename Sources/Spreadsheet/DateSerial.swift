/// Excel's way to count days: a cell holds days since the end of 1899, the time as a fraction.
public enum DateSerial {
  /// Days from Excel's day 0 to 1970-01-01.
  private static let epoch = 25_569
  /// 1900-03-01, since Excel believes in a 29 February 1900, to 9999-12-31.
  private static let shown = 61...2_958_465

  /// The number of a day, or nil for one that Excel cannot show.
  public static func day(daysSince1970: Int) -> Double? {
    let serial = daysSince1970 + epoch
    return shown.contains(serial) ? Double(serial) : nil
  }

  /// The number of a local date and time, cut to the millisecond; nil when Excel cannot show it.
  ///
  /// Cut, not rounded: a time just before midnight must not move to the next day.
  public static func time(localMicroseconds: Int64) -> Double? {
    var milliseconds = localMicroseconds / 1_000
    if localMicroseconds % 1_000 < 0 { milliseconds -= 1 }
    milliseconds += Int64(epoch) * 86_400_000
    guard milliseconds >= 0, shown.contains(Int(milliseconds / 86_400_000)) else { return nil }
    return Double(milliseconds) / 86_400_000
  }
}
