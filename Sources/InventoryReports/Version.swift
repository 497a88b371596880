/// The program's version: the only place where it stands.
///
/// `--version`, manifests, the metrics file, the manual page and the Debian package take it from
/// here; `CHANGELOG.md` has a section of this name.
enum Version {
  static let current = "0.1.0"
}
