import json


def pack(msg, username)
    return json.dumps({'msg': msg, 'username': username}).encode('utf-8')


def unpack(data):
    return json.loads(data.decode('utf-8'))
