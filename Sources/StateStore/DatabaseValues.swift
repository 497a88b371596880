import Foundation
public import GRDB
public import Values

extension Instant: DatabaseValueConvertible {
  /// Microseconds since 1970.
  public var databaseValue: DatabaseValue { microseconds.databaseValue }

  /// Reads microseconds since 1970.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
    Int64.fromDatabaseValue(value).map(Instant.init(microseconds:))
  }
}

extension Day: DatabaseValueConvertible {
  /// Days since 1970.
  public var databaseValue: DatabaseValue { daysSinceEpoch.databaseValue }

  /// Reads days since 1970.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> Day? {
    Int32.fromDatabaseValue(value).map(Day.init(daysSinceEpoch:))
  }
}

extension UUIDBytes: DatabaseValueConvertible {
  /// The 16 bytes, which sort as the id does.
  public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  /// Reads the 16 bytes.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> UUIDBytes? {
    Data.fromDatabaseValue(value).map(UUIDBytes.init(bytes:))
  }
}
