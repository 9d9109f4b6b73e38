# What Perl's Email::MIME reads in messages: one a line on standard input, in Base64; an answer a line, in JSON.
use v5.28;
use warnings;
use Email::MIME;
use Email::MIME::ContentType;
use Encode qw(decode);
use JSON::PP;
use MIME::Base64;

my @defects;
local $SIG{__WARN__} = sub { push @defects, $_[0] =~ s/ at \S+ line \d+\.?\n//r };
my $json = JSON::PP->new->ascii->allow_nonref;

while (my $line = <STDIN>) {
    @defects = ();
    my $message = Email::MIME->new(decode_base64($line));
    my $read    = {
        from    => mailboxes($message, 'From'),
        to      => mailboxes($message, 'To'),
        replyTo => mailboxes($message, 'Reply-To'),
        headers => headers($message),
        root    => read_part($message),
    };
    say $json->encode({ %$read, defects => \@defects });
}

sub mailboxes {
    my ($message, $name) = @_;
    my @all = map { $_->addresses } $message->header_as_obj($name);
    push @defects, map { "$name: " . $_->original } grep { !$_->is_valid } @all;
    return [ map { { name => $_->phrase // '', address => $_->address } } @all ];
}

sub headers {
    my ($message) = @_;
    my @pairs = $message->header_str_pairs;
    my @headers;
    while (my ($name, $value) = splice @pairs, 0, 2) { push @headers, [ $name, $value ] }
    return \@headers;
}

sub read_part {
    my ($part) = @_;
    my $type        = parse_content_type($part->content_type_raw);
    my $disposition = parse_content_disposition($part->header_raw('Content-Disposition'));
    my @parts       = $part->subparts;
    return {
        type        => "$type->{type}/$type->{subtype}",
        charset     => $type->{attributes}{charset},
        encoding    => scalar $part->header_raw('Content-Transfer-Encoding'),
        disposition => defined $part->header_raw('Content-Disposition') ? $disposition->{type} : undef,
        name        => words($type->{attributes}{name}),
        filename    => words($disposition->{attributes}{filename}),
        content     => @parts ? undef : encode_base64($part->body, ''),
        parts       => [ map { read_part($_) } @parts ],
    };
}

sub words {
    my ($text) = @_;
    return defined $text ? decode('MIME-Header', $text) : undef;
}
