"""Comments, questions and answers pinned to a cell, project or sentence; reasons for warnings."""
