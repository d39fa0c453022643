"""What drawn values are made of.

Every character shows in any font and terminal; no letter q, no digit and no brace occurs, so that no
value meets a line that a program takes for a command, a count, or a port.
"""

from __future__ import annotations

#: Given names; none is a part of another.
NAMES = (
    *("Adele", "Agnes", "Alban", "Alice", "Amira", "Anton", "Astrid", "Basil", "Beatrix", "Bruno", "Carla", "Cedric"),
    *("Chloe", "Clara", "Conrad", "Cyrus", "Dagmar", "Daphne", "Dario", "Deniz", "Doris", "Edgar", "Edith", "Eileen"),
    *("Elias", "Emil", "Esther", "Fabian", "Fatima", "Felix", "Fiona", "Flora", "Frida", "Gavin", "Georg", "Gloria"),
    *("Greta", "Gustav", "Hanna", "Hector", "Helga", "Henry", "Hilda", "Hugo", "Igor", "Imran", "Ingrid", "Irene"),
    *("Isaac", "Ivan", "Jamila", "Jasper", "Jelena", "Joel", "Julia", "Karim", "Kasper", "Keiko", "Klara", "Kofi"),
    *("Lambert", "Leila", "Leon", "Linus", "Lotte", "Lucas", "Magda", "Malik", "Marcel", "Marta", "Milan", "Miriam"),
    *("Nadia", "Naomi", "Nestor", "Nina", "Noah", "Olga", "Omar", "Oscar", "Otto", "Pablo", "Paula", "Petra"),
    *("Ralf", "Ramona", "Renate", "Robert", "Rosa", "Rufus", "Sabine", "Samuel", "Selma", "Simon", "Sonja", "Stella"),
    *("Tamara", "Tarik", "Theo", "Tobias", "Ulrich", "Ursula", "Vera", "Victor", "Wanda", "Wilma", "Xenia", "Yusuf"),
)

#: Two characters each, all of them among the most common thousand.
CHINESE = (
    *("今天", "明天", "昨天", "上午", "下午", "晚上", "春天", "夏天", "秋天", "冬天", "天气", "下雨"),
    *("我们", "他们", "大家", "朋友", "同学", "老师", "家人", "孩子", "学校", "教室", "公园", "城市"),
    *("一起", "马上", "已经", "正在", "可以", "应该", "非常", "特别", "真的", "也许", "当然", "终于"),
    *("吃饭", "喝茶", "看书", "写字", "唱歌", "跳舞", "跑步", "游泳", "回家", "出门", "开会", "休息"),
    *("米饭", "面条", "水果", "苹果", "西瓜", "牛奶", "咖啡", "火车", "飞机", "地图", "电影", "音乐"),
    *("高兴", "快乐", "安静", "漂亮", "干净", "新鲜", "有趣", "简单", "方便", "重要", "清楚", "认真"),
)

ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "dr", "kl", "st")
VOWELS = ("a", "e", "i", "o", "u")
CODAS = ("", "", "", "n", "r", "l", "s", "m")

#: From Unicode 6, so that every font has them; none is made of several characters.
EMOJI = (
    *("😀", "😂", "😉", "😍", "😎", "😭", "😱", "😴", "👍", "👏", "💪", "🎉"),
    *("🎈", "🎁", "🎵", "🎸", "🏆", "🏀", "🚀", "🚗", "🚲", "🐶", "🐱", "🐼"),
    *("🐸", "🐙", "🐢", "🐝", "🌵", "🌻", "🌈", "🌙", "🍀", "🍉", "🍕", "🍩"),
)
