// Tested by test/emulator/nodemailer.test.ts.

// A key pair for tests on the loopback: localhost, 127.0.0.1 and ::1, until 2126. The key is public, here and in every
// copy of the package, so it protects nothing: trust it nowhere but in the `tls.ca` of a test. It can sign no other
// certificate (CA:FALSE). Made once with `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes`.

export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIBqjCCAVGgAwIBAgIUc6OgAVvFkLs/MobCbMX3mOa6LCwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA4MjkwOFoYDzIxMjYxMDMw
MDgyOTA4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQg2xFJcNmUttrmxAguWvFp5KHMLjLus7Bhqne9W81wZ/n/t6+tk6J4
tsfGfAuSjAFMbDzlhwJ2DByAJbg+msr8o38wfTAsBgNVHREEJTAjgglsb2NhbGhv
c3SHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwDAYDVR0TAQH/BAIwADALBgNVHQ8E
BAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFO4znUawk/+oELxS
b+PTafJLyfjkMAoGCCqGSM49BAMCA0cAMEQCIFGDrNOxGSUuuFIcTTeplDt887rv
qV/uquBQDISpGxyIAiA3dUng+NmCyKxBR6NrNeitVVQoLv7VHOkwu+A+W04+fg==
-----END CERTIFICATE-----
`

export const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgE52TxLiBvvJFgYj5
UxFs/nHxKI6Ycqzs7DPSMA3LEvqhRANCAAQg2xFJcNmUttrmxAguWvFp5KHMLjLu
s7Bhqne9W81wZ/n/t6+tk6J4tsfGfAuSjAFMbDzlhwJ2DByAJbg+msr8
-----END PRIVATE KEY-----
`
