#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <xlsxwriter.h>

// What libxlsxwriter 1.1.4 leaves out of its functions, although its structures have it.

// Whether sheets added from now on go row by row to a temporary file, or stay in memory.
static inline void lxwshim_stream_next_sheets(lxw_workbook *workbook, uint8_t streamed) {
  workbook->options.constant_memory = streamed;
}

// Sheets above 4 GB need it. It is read when the file is put together.
static inline void lxwshim_use_zip64(lxw_workbook *workbook) {
  workbook->options.use_zip64 = 1;
}

// Whether rows sent to a streamed sheet's temporary file were lost, for example on a full disk.
// The library never looks. Returns an errno, or 0.
static inline int lxwshim_stream_error(lxw_worksheet *worksheet) {
  if (!worksheet->optimize_tmpfile || !ferror(worksheet->optimize_tmpfile)) return 0;
  return ENOSPC;
}

// Sends the last row and what stdio still holds to the temporary file, and says how many bytes lie
// there. Returns an errno, or 0. Must come before workbook_close, which rewinds the stream and so
// forgets its error.
static inline int lxwshim_flush_stream(lxw_worksheet *worksheet, int64_t *bytes) {
  *bytes = 0;
  if (!worksheet->optimize_tmpfile) return 0;
  lxw_worksheet_write_single_row(worksheet);
  errno = 0;
  if (fflush(worksheet->optimize_tmpfile) != 0) return errno ? errno : EIO;
  if (ferror(worksheet->optimize_tmpfile)) return ENOSPC;
  *bytes = (int64_t)ftello(worksheet->optimize_tmpfile);
  return *bytes < 0 ? errno : 0;
}

// Frees a workbook that will not be written, and removes its file. The library's own free leaves the
// temporary file of every streamed sheet open.
static inline void lxwshim_discard(lxw_workbook *workbook) {
  lxw_worksheet *worksheet;
  STAILQ_FOREACH(worksheet, workbook->worksheets, list_pointers) {
    if (worksheet->optimize_tmpfile) fclose(worksheet->optimize_tmpfile);
    worksheet->optimize_tmpfile = NULL;
  }
  unlink(workbook->filename);
  lxw_workbook_free(workbook);
}

// Takes and gives back so many bytes beside a path: an errno when the disk has no room, or 0.
static inline int lxwshim_try_space(const char *path, int64_t bytes) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return errno;
  unlink(path);
  int code = posix_fallocate(file, 0, bytes);
  close(file);
  // A file system that cannot reserve space says so; then the check after writing has to do.
  return code == EOPNOTSUPP || code == EINVAL ? 0 : code;
}
