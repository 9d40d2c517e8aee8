/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/pvd-redirects.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

PvdIpv6Bits
Bits(uint64_t last)
{
    PvdIpv6Bits bits;
    bits.words[0] = UINT64_C(0x20010db800000000);
    bits.words[1] = last;
    return bits;
}

const PvdIpv6Bits ROUTER(Ipv6Address("fe80::a"));
const PvdIpv6Bits TARGET(Ipv6Address("fe80::c"));

TEST(Redirects, HaveALimitAndTheOldestGo)
{
    PvdRedirects redirects;
    for (uint64_t i = 0; i < 3 * PvdRedirects::LIMIT; ++i)
    {
        redirects.Set({Bits(i), Bits(1), 1, 0}, ROUTER, TARGET, false);
        ASSERT_LE(redirects.GetSize(), PvdRedirects::LIMIT);
    }
    EXPECT_EQ(redirects.Find({Bits(0), Bits(1), 1, 0}, ROUTER), nullptr);
    EXPECT_NE(redirects.Find({Bits(3 * PvdRedirects::LIMIT - 1), Bits(1), 1, 0}, ROUTER), nullptr);
    EXPECT_NE(redirects.Find({Bits(2 * PvdRedirects::LIMIT), Bits(1), 1, 0}, ROUTER), nullptr);
}

TEST(Redirects, CountForOneInterfaceAndPvd)
{
    PvdRedirects redirects;
    redirects.Set({Bits(7), Bits(1), 1, 4}, ROUTER, TARGET, false);
    EXPECT_NE(redirects.Find({Bits(7), Bits(1), 1, 4}, ROUTER), nullptr);
    EXPECT_EQ(redirects.Find({Bits(7), Bits(1), 2, 4}, ROUTER), nullptr);
    EXPECT_EQ(redirects.Find({Bits(7), Bits(1), 1, 5}, ROUTER), nullptr);
    EXPECT_EQ(redirects.Find({Bits(7), Bits(1), 1, 4}, TARGET), nullptr);
    redirects.RemoveInterface(2);
    EXPECT_EQ(redirects.GetSize(), 1);
    redirects.RemoveInterface(1);
    EXPECT_EQ(redirects.GetSize(), 0);
}

} // namespace
