"""An empty QMainWindow of the viewer's size and at its place, until it is ended from outside."""

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication([])
window = QMainWindow()
window.resize(1180, 780)
window.show()
app.exec()
