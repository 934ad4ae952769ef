"""Talks JMAP over a WebSocket, with Python's websockets.

websocket.py PORT ADDRESS PASSWORD
Several requests in flight, changes that are told, a page of another site that gets nothing.
"""

import asyncio
import base64
import json
import sys

import websockets

port, address, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
pair = base64.b64encode(f"{address}:{password}".encode()).decode()
signed_in = {"Authorization": f"Basic {pair}"}
using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"]


def connect(headers, protocols=("jmap",)):
    return websockets.connect(
        f"ws://localhost:{port}/jmap/ws",
        subprotocols=list(protocols),
        extra_headers=headers,
        max_size=50_000_000,
    )


async def ask(socket, name, calls):
    request = {"@type": "Request", "id": name, "using": using, "methodCalls": calls}
    await socket.send(json.dumps(request))


async def read(socket):
    return json.loads(await asyncio.wait_for(socket.recv(), 20))


async def talk():
    async with connect(signed_in) as socket:
        assert socket.subprotocol == "jmap"
        for i in range(5):
            await ask(socket, f"r{i}", [["Core/echo", {"text": "x" * 200_000}, "c"]])
        answers = [await read(socket) for _ in range(5)]
        assert {one["requestId"] for one in answers} == {f"r{i}" for i in range(5)}
        assert all(len(one["methodResponses"][0][1]["text"]) == 200_000 for one in answers)

        await socket.send(json.dumps({"@type": "WebSocketPushEnable", "dataTypes": ["Mailbox"]}))
        await ask(socket, "boxes", [["Mailbox/get", {"accountId": await account(socket)}, "c"]])
        boxes = await read(socket)
        before = boxes["methodResponses"][0][1]
        made = {"accountId": before["accountId"], "create": {"m": {"name": "By socket"}}}
        await ask(socket, "make", [["Mailbox/set", made, "c"]])
        both = [await read(socket), await read(socket)]
        change = next(one for one in both if one["@type"] == "StateChange")
        done = next(one for one in both if one["@type"] == "Response")
        assert done["methodResponses"][0][1]["created"]["m"]["id"]
        told = change["changed"][before["accountId"]]
        assert set(told) == {"Mailbox"} and told["Mailbox"] != before["state"]
        pong = await socket.ping()
        await asyncio.wait_for(pong, 20)

    async with connect(signed_in) as socket:
        again = {"@type": "WebSocketPushEnable", "pushState": change["pushState"]}
        await socket.send(json.dumps(again))
        await ask(socket, "same", [["Core/echo", {}, "c"]])
        assert (await read(socket))["requestId"] == "same", "nothing has changed"


async def account(socket):
    session = await asyncio.to_thread(session_object)
    assert session["capabilities"]["urn:ietf:params:jmap:websocket"]["supportsPush"]
    return session["primaryAccounts"]["urn:ietf:params:jmap:mail"]


def session_object():
    import urllib.request

    request = urllib.request.Request(f"http://localhost:{port}/jmap/session", headers=signed_in)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


async def refused(status, headers, protocols=("jmap",)):
    try:
        async with connect(headers, protocols):
            raise AssertionError(f"opened with {headers}")
    except websockets.InvalidStatusCode as error:
        assert error.status_code == status, error


async def main():
    await talk()
    await refused(401, {})
    await refused(401, {"Authorization": "Basic eDp5"})
    await refused(400, signed_in, ["other"])
    async with connect(signed_in) as socket:
        await socket.send(b"octets")
        try:
            await read(socket)
            raise AssertionError("octets were taken")
        except websockets.ConnectionClosedError as closed:
            assert closed.code == 1003, closed


asyncio.run(main())
print("all good")
