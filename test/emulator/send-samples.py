"""What Tencent's Python sample does, with the standard library alone, for smtplib.ts. Jobs and answers are JSON, a line each."""

import base64
import json
import smtplib
import ssl
import sys
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr


def compose(alias, sender, to, subject, html=None, text=None, files=()):
    """As the sample: one HTML part in an alternative. A text alone: as users of EmailMessage do."""
    message = EmailMessage() if html is None else MIMEMultipart("mixed" if files else "alternative")
    message["Subject"] = subject if html is None else Header(subject, "UTF-8")
    message["From"] = formataddr([alias, sender])
    message["To"] = ", ".join(to)
    if html is None:
        message.set_content(text)
        return message.as_string()
    message.attach(MIMEText(html, _subtype="html", _charset="UTF-8"))
    for name, content in files:
        part = MIMEApplication(content.encode())
        part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    return message.as_string()


def send(host, port, ca, mechanism, user, password, sender, to, message):
    context = ssl.create_default_context(cadata=ca)
    context.set_ciphers("DEFAULT")
    try:
        with smtplib.SMTP_SSL(host, port, "client.example.com", context=context, timeout=20) as server:
            server.user, server.password = user, password
            server.ehlo()
            name, *without_initial_response = mechanism.split()
            authobject = server.auth_plain if name == "PLAIN" else server.auth_login
            server.auth(name, authobject, initial_response_ok=not without_initial_response)
            server.sendmail(sender, to, base64.b64decode(message))
            return "taken"
    except smtplib.SMTPResponseException as error:
        return f"{error.smtp_code} {error.smtp_error.decode()}"
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        return type(error).__name__


actions = {"compose": compose, "send": send}
for line in sys.stdin:
    action, arguments = json.loads(line)
    print(json.dumps(actions[action](**arguments)), flush=True)
