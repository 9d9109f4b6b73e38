"""What Python's email package reads in messages: one a line on standard input, in Base64; an answer a line, in JSON."""

import base64
import json
import sys
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

# An encoded word is none in these (RFC 2047 5).
IDS = {"message-id", "in-reply-to", "references"}


def read(raw):
    message = message_from_bytes(raw, policy=policy.default)
    root = read_part(message)
    return {
        "from": mailboxes(message, "from"),
        "to": mailboxes(message, "to"),
        "replyTo": mailboxes(message, "reply-to"),
        "headers": [
            [name, unfold(source) if name.lower() in IDS else str(message.policy.header_fetch_parse(name, source))]
            for name, source in message.raw_items()
        ],
        "root": root,
        # After reading: what is wrong with a body is found when it is decoded.
        "defects": [defect for part in message.walk() for defect in defects(part)],
    }


def mailboxes(message, name):
    """By the older functions: the newer ones leave the white space between the encoded words of a name."""
    sources = [unfold(source) for key, source in message.raw_items() if key.lower() == name]
    return [
        {"name": str(make_header(decode_header(phrase))), "address": address}
        for phrase, address in getaddresses(sources)
    ]


def unfold(source):
    return source.replace("\r\n", "").strip()


def read_part(part):
    is_multipart = part.is_multipart()
    return {
        "type": part.get_content_type(),
        "charset": part.get_param("charset"),
        "encoding": part["content-transfer-encoding"],
        "disposition": part.get_content_disposition(),
        "name": part.get_param("name"),
        "filename": part.get_param("filename", header="content-disposition"),
        "content": None if is_multipart else base64.b64encode(part.get_payload(decode=True)).decode(),
        "parts": [read_part(each) for each in part.iter_parts()] if is_multipart else [],
    }


def defects(part):
    for defect in part.defects:
        yield f"{type(defect).__name__}: {defect}"
    for name, value in part.items():
        for defect in value.defects:
            yield f"{name}: {type(defect).__name__}: {defect}"


def answer(raw):
    try:
        return read(raw)
    except Exception as error:  # what nobody can read is the finding, not the end of the run
        return {"headers": [], "defects": [repr(error)]}


for line in sys.stdin:
    print(json.dumps(answer(base64.b64decode(line))), flush=True)
