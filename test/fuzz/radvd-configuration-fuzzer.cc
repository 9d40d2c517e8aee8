/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "property.h"
#include "pvd-advertisement-builder.h"
#include "pvd-radvd-configuration.h"

#include <string>

/**
 * \file
 * libFuzzer target for files of radvd. Whatever is accepted must make messages that fit the link,
 * and whatever is refused must be told with a place that is in the file.
 */

using namespace ns3;
using fuzz::Require;

namespace
{

constexpr uint32_t LINK_MTU = 1500;
constexpr std::size_t IPV6_HEADER = 40;

void
CheckInterface(const PvdAdvertisingInterface& interface)
{
    Require(interface.FindMistake().empty(), "what is accepted has no mistake");
    PvdAdvertisingMoment moment;
    moment.linkMtu = LINK_MTU;
    for (const PvdAdvertisement& advertisement : interface.advertisements)
    {
        for (const bool ceasing : {false, true})
        {
            moment.ceasing = ceasing;
            const auto built = BuildAdvertisement(interface, advertisement, moment);
            Require(!built.messages.empty(), "an advertisement is at least one message");
            for (const RouterAdvertisement& message : built.messages)
            {
                std::string error;
                const auto octets = message.Serialize(&error);
                Require(octets.has_value(), error.c_str());
                Require(octets->size() + IPV6_HEADER <= LINK_MTU, "a message fits the link");
                Require(!ceasing || message.GetEffectiveHeader().routerLifetime == 0,
                        "a final message withdraws the router");
            }
        }
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* octets, size_t size)
{
    const std::string text(reinterpret_cast<const char*>(octets), size);
    const auto result = PvdRadvdConfiguration::Parse(text);
    for (const auto& mistake : result.mistakes)
    {
        Require(mistake.line >= 1 && mistake.line <= size + 1, "the line of a mistake is there");
        Require(mistake.column >= 1 && mistake.column <= size + 1, "its column is there");
        Require(!mistake.sentence.empty(), "a mistake is told in words");
    }
    for (const auto& interface : result.interfaces)
    {
        CheckInterface(interface.configuration);
    }
    return 0;
}
