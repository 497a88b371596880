#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

// Makes a range from the first column on a table. Its headings stand one after the other, each with its NUL.
static inline lxw_error lxwshim_add_table(
    lxw_worksheet *worksheet, lxw_row_t first, lxw_row_t last, lxw_col_t count, const char *name,
    const char *headings) {
  lxw_table_column *columns = calloc(count, sizeof *columns);
  lxw_table_column **list = calloc((size_t)count + 1, sizeof *list);
  lxw_error code = LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (columns && list) {
    for (lxw_col_t column = 0; column < count; column++) {
      columns[column].header = (char *)headings;
      list[column] = &columns[column];
      headings += strlen(headings) + 1;
    }
    lxw_table_options options = {0};
    options.name = (char *)name;
    options.columns = list;
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    code = worksheet_add_table(worksheet, first, 0, last, count - 1, &options);
  }
  free(list);
  free(columns);
  return code;
}

// Leaves a note of a size in pixels on a cell.
static inline lxw_error lxwshim_write_note(
    lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t column, const char *text, uint16_t width,
    uint16_t height) {
  lxw_comment_options options = {0};
  options.width = width;
  options.height = height;
  return worksheet_write_comment_opt(worksheet, row, column, text, &options);
}
