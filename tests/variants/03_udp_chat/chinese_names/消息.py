import json

服务器 = ("127.0.0.1", 9090)


def 包装(谁, 内容):
    return json.dumps({"msg": 内容, "username": 谁}, ensure_ascii=False).encode("utf-8")


def 解开(数据):
    return json.loads(数据.decode("utf-8"))


def 显示(消息):
    print("消息来自%s : %s" % (消息["username"], 消息["msg"]))
