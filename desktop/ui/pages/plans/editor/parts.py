"""The parts of the editor, by the numbers they are asked for with."""

CONTENT, COVERAGE, HEAD, PROGRAMME, PREVIEW, COMPARE, CHECKS = range(7)
