import Glibc
import NIOCore
import ReportSite
import SiteSettings

/// Why the site does not start, with what to do, and the program's exit code for it.
struct StartFailure {
  let code: Int32
  let message: String

  init(_ error: any Error, settings: SiteSettings) {
    let place = "\(settings.host):\(settings.port)"
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE:
      code = 75
      message =
        "cannot listen on \(place): another program uses it; stop that, or change site.listen"
    case EACCES:
      code = 78
      message = "cannot listen on \(place): not allowed; choose a port above 1023 in site.listen"
    case EADDRNOTAVAIL:
      code = 78
      message = "cannot listen on \(place): this machine has no such address; change site.listen"
    default:
      code = error is UnusableAccess ? 78 : 1
      message = "\(error)"
    }
  }
}
