#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

// What libxlsxwriter 1.1.4 leaves out of its functions, although its structures have it.

// Says which cells a sheet has whose rows the library does not hold: from A1 to here, both from 0.
static inline void lxwshim_set_last_cell(lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t column) {
  worksheet->dim_rowmin = 0;
  worksheet->dim_rowmax = row;
  worksheet->dim_colmin = 0;
  worksheet->dim_colmax = column;
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

// The texts of its structures are not `const` before version 1.2, although it copies them.

// A workbook that is written to a path, with its temporary files in a folder.
static inline lxw_workbook *lxwshim_new_workbook(const char *path, const char *folder) {
  lxw_workbook_options options = {0};
  options.tmpdir = (char *)folder;
  return workbook_new_opt(path, &options);
}

// Sets the document's properties.
static inline lxw_error lxwshim_set_properties(
    lxw_workbook *workbook, const char *title, const char *subject, const char *author,
    const char *comments, time_t created) {
  lxw_doc_properties properties = {0};
  properties.title = (char *)title;
  properties.subject = (char *)subject;
  properties.author = (char *)author;
  properties.comments = (char *)comments;
  properties.created = created;
  return workbook_set_properties(workbook, &properties);
}
