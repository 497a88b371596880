import FuzzReaders

/// The reader of the command line, for a C function, which cannot capture it.
enum Chosen {
  nonisolated(unsafe) static var reader: Reader?
}
