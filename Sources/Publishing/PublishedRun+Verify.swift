extension PublishedRun {
  /// Reads one of the run's files through and holds it against its manifest.
  ///
  /// Throws `PublishingError` when it differs, or cannot be read.
  public func verify(_ resource: DataResource) throws(PublishingError) {
    let digest = try FileDigest(path(of: resource))
    guard digest.bytes == resource.bytes, digest.hash == resource.hash else {
      throw PublishingError(
        cause: .failed, path: path(of: resource), action: "read",
        reason: "it is not the file that its manifest names")
    }
  }
}
