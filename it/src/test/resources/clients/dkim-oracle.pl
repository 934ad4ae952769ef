# What Mail::DKIM says of messages, or how it signs them.
#   verify FOLDER KEYS            for each file: its name, then selector=word for each signature
#   sign FOLDER OUT KEY DOMAIN SELECTOR
# KEYS has lines of a name and a TXT record.
use strict;
use warnings;
use Mail::DKIM::Verifier;
use Mail::DKIM::Signer;
use Mail::DKIM::ARC::Verifier;
use Mail::DKIM::ARC::Signer;

my %known;

sub records {
    open my $lines, '<', shift or die $!;
    while ( my $line = <$lines> ) {
        chomp $line;
        my ( $name, $text ) = split / /, $line, 2;
        $known{$name} = $text;
    }
    no warnings 'redefine';
    *Mail::DKIM::DNS::query = sub {
        my ($name) = @_;
        $@ = exists $known{$name} ? 'NOERROR' : 'NXDOMAIN';
        return unless exists $known{$name};
        return Answer->new( $known{$name} );
    };
}

sub content {
    open my $file, '<:raw', shift or die $!;
    local $/;
    return scalar <$file>;
}

sub each_file {
    my ( $folder, $do ) = @_;
    opendir my $dir, $folder or die $!;
    $do->($_) for grep { -f "$folder/$_" } sort readdir $dir;
}

sub feed {
    my ( $what, $text ) = @_;
    $what->PRINT($text);
    $what->CLOSE;
    return $what;
}

if ( $ARGV[0] eq 'verify' ) {
    my ( undef, $folder, $keys ) = @ARGV;
    records($keys);
    each_file( $folder, sub {
        my $name     = shift;
        my $text     = content("$folder/$name");
        my $verifier = feed( Mail::DKIM::Verifier->new, $text );
        my @words    = map { $_->selector . '=' . $_->result } grep { defined $_->selector } $verifier->signatures;
        my $chain    = feed( Mail::DKIM::ARC::Verifier->new, $text );
        print join( ' ', $name, @words, 'arc=' . $chain->result, $chain->result eq 'pass' ? () : $chain->{details} // "" ), "\n";
    } );
}
elsif ( $ARGV[0] eq 'sign' ) {
    my ( undef, $folder, $out, $key, $domain, $selector ) = @ARGV;
    my @forms = qw(simple relaxed simple/relaxed relaxed/simple);
    my $turn  = 0;
    each_file( $folder, sub {
        my $name   = shift;
        my $text   = content("$folder/$name");
        my $signer = feed(
            Mail::DKIM::Signer->new(
                Algorithm => 'rsa-sha256',
                Method    => $forms[ $turn++ % 4 ],
                Domain    => $domain,
                Selector  => $selector,
                KeyFile   => $key,
            ),
            $text
        );
        open my $file, '>:raw', "$out/$name" or die $!;
        print $file $signer->signature->as_string . "\r\n" . $text;
        close $file;
    } );
}
elsif ( $ARGV[0] eq 'seal' ) {
    my ( undef, $folder, $out, $key, $domain, $selector ) = @ARGV;
    each_file( $folder, sub {
        my $name   = shift;
        my $text   = content("$folder/$name");
        my $signer = feed(
            Mail::DKIM::ARC::Signer->new(
                Algorithm => 'rsa-sha256',
                Domain    => $domain,
                SrvId     => $domain,
                Selector  => $selector,
                KeyFile   => $key,
                Chain     => 'none',
            ),
            "Authentication-Results: $domain; spf=pass\r\n" . $text
        );
        die "$name: " . $signer->result . ' ' . $signer->{details} unless $signer->result eq 'sealed';
        open my $file, '>:raw', "$out/$name" or die $!;
        print $file join( "\r\n", $signer->as_strings ) . "\r\n" . $text;
        close $file;
    } );
}

# As much of Net::DNS::RR::TXT as is asked for.
package Answer;

sub new { my ( $class, $text ) = @_; return bless { text => $text }, $class }
sub type { return 'TXT' }
sub char_str_list { return $_[0]{text} }
sub txtdata { return $_[0]{text} }
