import Foundation
package import GRDB
package import Values

extension Instant: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { microseconds.databaseValue }

  /// Reads microseconds since 1970.
  package static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
    Int64.fromDatabaseValue(value).map(Instant.init(microseconds:))
  }
}

extension Day: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { daysSinceEpoch.databaseValue }

  /// Reads days since 1970.
  package static func fromDatabaseValue(_ value: DatabaseValue) -> Day? {
    Int32.fromDatabaseValue(value).map(Day.init(daysSinceEpoch:))
  }
}

extension UUIDBytes: DatabaseValueConvertible {
  /// The 16 bytes, which sort as the id does.
  package var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  /// Reads the 16 bytes.
  package static func fromDatabaseValue(_ value: DatabaseValue) -> UUIDBytes? {
    Data.fromDatabaseValue(value).map(UUIDBytes.init(bytes:))
  }
}
