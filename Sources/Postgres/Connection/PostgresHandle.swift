import CLibPQ
import Foundation

/// The one owner of a libpq connection; `PQfinish` runs when it goes away.
@safe struct PostgresHandle: ~Copyable {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe PQfinish(pointer)
  }

  var isOpen: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }

  /// libpq's last complaint about this connection.
  var message: String { unsafe PQerrorMessage(pointer).map { unsafe String(cString: $0) } ?? "" }

  /// The server as people write it: `host:port`, or the folder of its socket.
  var serverName: String? {
    guard let text = unsafe PQhost(pointer) else { return nil }
    let host = unsafe String(cString: text)
    guard !host.isEmpty else { return nil }
    let port = unsafe PQport(pointer).map { unsafe String(cString: $0) } ?? ""
    return port.isEmpty ? host : "\(host):\(port)"
  }

  /// A setting that the server reports by itself, such as `in_hot_standby`.
  func parameter(_ name: String) -> String? {
    unsafe PQparameterStatus(pointer, name).map { unsafe String(cString: $0) }
  }
}
