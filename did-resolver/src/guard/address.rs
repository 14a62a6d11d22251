//! Which addresses nothing is fetched from: the special-purpose registries of IANA (RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kind of address it is, when it is one to stay away from.
pub(super) fn refusal(address: IpAddr, loopback: bool) -> Option<&'static str> {
    if loopback && address.is_loopback() {
        return None;
    }
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    Some(match address.octets() {
        [0, ..] => "an address of no machine",
        [127, ..] => "an address of this machine",
        [169, 254, ..] => "a link-local address",
        // Azure's is the one metadata service with a public address.
        [168, 63, 129, 16] | [192, 0, 0, _] => "an address of cloud metadata or protocols",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "a private address",
        [100, 64..=127, ..] => "an address behind a carrier's translation",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "an address for documentation",
        [198, 18..=19, ..] => "an address for benchmarks",
        [192, 88, 99, _] => "a 6to4 relay",
        [224..=239, ..] => "a multicast address",
        [240..=255, ..] => "a reserved address",
        _ => return None,
    })
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    let [a, b, c, .., y, z] = address.segments();
    Some(match (a, b, c) {
        _ if address.is_unspecified() => "an address of no machine",
        _ if address.is_loopback() => "an address of this machine",
        _ if address.to_ipv4_mapped().is_some() => "an IPv4 address inside an IPv6 one",
        // RFC 6052: in a network without IPv4, every IPv4 host has such an address, so the host inside is judged.
        (0x64, 0xff9b, 0) if address.segments()[3..6] == [0, 0, 0] => {
            let [p, q] = y.to_be_bytes();
            let [r, s] = z.to_be_bytes();
            return refusal_v4(Ipv4Addr::new(p, q, r, s));
        }
        (0x2002, ..) => "a 6to4 address",
        // RFC 2928: Teredo, ORCHID, benchmarks, and other protocols.
        (0x2001, 0..=0x1ff, _) => "an address of a protocol",
        (0x2001, 0xdb8, _) | (0x3fff, 0..=0xfff, _) => "an address for documentation",
        // RFC 4291: the rest of 2000::/3 is the public internet, and nothing else is.
        (0x2000..=0x3fff, ..) => return None,
        (0xfc00..=0xfdff, ..) => "a private address",
        (0xfe80..=0xfebf, ..) => "a link-local address",
        (0xff00..=0xffff, ..) => "a multicast address",
        _ => "a reserved address",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_networks_are_refused() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.100.100.200",
            "169.254.169.254",
            "168.63.129.16",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.9",
            "198.18.0.1",
            "198.19.255.255",
            "192.88.99.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::808:808",
            "64:ff9b::1:0:808:808",
            "100::1",
            "2001::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(refusal(address, false).is_some(), "{text}");
        }
    }

    #[test]
    fn public_addresses_are_not() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "169.253.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "2001:200::1",
            "64:ff9b::808:808",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(refusal(address, false), None, "{text}");
        }
    }

    #[test]
    fn allowing_loopback_allows_nothing_else() {
        for (text, allowed) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("::ffff:127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("0.0.0.0", false),
            ("10.0.0.1", false),
            ("169.254.169.254", false),
            ("fe80::1", false),
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(refusal(address, true).is_none(), allowed, "{text}");
        }
    }
}
