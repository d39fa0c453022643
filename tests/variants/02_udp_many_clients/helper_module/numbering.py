class Numbering(dict):
    def __missing__(self, key):
        return 0

    def numbered(self, key, text):
        self[key] += 1
        return f"{self[key]}:{text}"
