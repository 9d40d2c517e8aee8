/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "property.h"
#include "pvd-router-advertisement.h"

/**
 * \file
 * libFuzzer target for the wire codec. Whatever is accepted must survive being sent and received,
 * and every name must survive being written as text. The first message that does not stops the run.
 */

using namespace ns3;
using fuzz::Require;

namespace
{

void
CheckName(const PvdDomainName& name)
{
    const auto again = PvdDomainName::FromText(name.ToString());
    Require(again.has_value(), "the text of a name is a name");
    Require(again->GetWire() == name.GetWire(), "the text of a name is that name");
    const auto folded = PvdDomainName::FromText(name.ToCanonicalString());
    Require(folded && *folded == name, "the canonical text of a name is an equal name");
}

/// Looks at the names in any option, contained ones included.
struct NameChecker
{
    void operator()(const DnsSearchListOption& option) const
    {
        for (const PvdDomainName& domain : option.domains)
        {
            CheckName(domain);
        }
    }

    void operator()(const PvdOption& option) const
    {
        CheckName(option.id);
        for (const NdOption& contained : option.options)
        {
            std::visit(*this, contained);
        }
    }

    template <typename T>
    void operator()(const T& /* without names */) const
    {
    }
};

void
CheckIgnored(const RouterAdvertisement::ParseResult& result, const uint8_t* octets, size_t size)
{
    std::size_t last = 0;
    for (const auto& ignored : result.ignored)
    {
        Require(ignored.offset > last && ignored.offset < size,
                "ignored options are in wire order");
        Require(octets[ignored.offset] == ignored.type, "an ignored option is where it is said");
        last = ignored.offset;
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* octets, size_t size)
{
    const auto first = RouterAdvertisement::Parse(octets, size);
    Require(first.message.has_value() == (first.dropReason == RaDropReason::NONE),
            "a message is dropped if and only if there is a reason");
    if (!first.message)
    {
        Require(first.offset <= size, "the defect is inside the message");
        return 0;
    }
    CheckIgnored(first, octets, size);

    std::string error;
    const auto sent = first.message->Serialize(&error);
    Require(sent.has_value(), error.c_str());
    Require(sent->size() == size, "what is sent has the size of what was received");

    const auto second = RouterAdvertisement::Parse(*sent);
    Require(second.message.has_value(), "what is sent is accepted");
    Require(*second.message == *first.message, "what is sent has the value of what was received");
    Require(second.ignored.size() == first.ignored.size(), "the same options are ignored");
    Require(second.message->Serialize() == sent, "equal values are sent as equal octets");

    for (const auto& option : first.message->options)
    {
        std::visit(NameChecker(), option);
    }
    return 0;
}
