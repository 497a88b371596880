import CLibPQ

extension PostgresConnection {
  /// `text` as an SQL string literal, quotes included, safe to put into a statement.
  ///
  /// Throws `PostgresError` if the text holds a NUL character, which PostgreSQL cannot store.
  public func literal(_ text: String) throws(PostgresError) -> String {
    unsafe try quoted(text) { unsafe PQescapeLiteral($0, $1, $2) }
  }

  /// `name` as a quoted SQL identifier, safe to put into a statement.
  ///
  /// Throws `PostgresError` if the name is empty or holds a NUL character.
  public func identifier(_ name: String) throws(PostgresError) -> String {
    guard !name.isEmpty else {
      throw PostgresError(.usage, "an identifier cannot be empty", host: host)
    }
    return unsafe try quoted(name) { unsafe PQescapeIdentifier($0, $1, $2) }
  }

  private func quoted(
    _ text: String,
    by escape: (OpaquePointer, UnsafePointer<CChar>, Int) -> UnsafeMutablePointer<CChar>?
  ) throws(PostgresError) -> String {
    // libpq would stop at the NUL in silence.
    guard !text.utf8.contains(0) else {
      throw PostgresError(.usage, "a text with a NUL character cannot be quoted", host: host)
    }
    let escaped = unsafe text.withCString { unsafe escape(handle.pointer, $0, text.utf8.count) }
    guard let escaped = unsafe escaped else {
      throw PostgresError(.usage, "cannot be quoted: \(handle.message)", host: host)
    }
    defer { unsafe PQfreemem(escaped) }
    return unsafe String(cString: escaped)
  }
}
