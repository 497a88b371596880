import CLibPQ

/// The one owner of a libpq result; `PQclear` runs when it goes away.
@safe struct PostgresResult: ~Copyable {
  private let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe PQclear(pointer)
  }

  var status: ExecStatusType { unsafe PQresultStatus(pointer) }

  /// The command tag, such as `COPY 12`.
  var tag: String { unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? "" }

  var rowCount: Int { Int(unsafe PQntuples(pointer)) }

  var fieldCount: Int { Int(unsafe PQnfields(pointer)) }

  /// A value as text, with what is not UTF-8 escaped as ``ReadableText`` says; nil for NULL.
  func text(_ row: Int, _ field: Int) -> String? {
    guard unsafe PQgetisnull(pointer, Int32(row), Int32(field)) == 0,
      let start = unsafe PQgetvalue(pointer, Int32(row), Int32(field))
    else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(
      start: start, count: Int(PQgetlength(pointer, Int32(row), Int32(field))))
    var isReadable = true
    return ReadableText.string(
      unsafe Span(_unsafeElements: bytes.bindMemory(to: UInt8.self)), &isReadable)
  }

  /// A column's name, type and type modifier (-1 for none).
  func column(_ index: Int) -> (name: String, type: UInt32, modifier: Int32) {
    let index = Int32(index)
    return unsafe (
      PQfname(pointer, index).map { unsafe String(cString: $0) } ?? "",
      PQftype(pointer, index), PQfmod(pointer, index)
    )
  }

  /// The whole message of a failed result.
  var message: String {
    unsafe PQresultErrorMessage(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// One field of an error or a notice, by its `CPQ_DIAG` code.
  func diagnostic(_ code: Int32) -> String? { unsafe diagnosticField(code, of: pointer) }
}

/// One field of an error or a notice that someone else owns.
func diagnosticField(_ code: Int32, of result: OpaquePointer) -> String? {
  unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
}
