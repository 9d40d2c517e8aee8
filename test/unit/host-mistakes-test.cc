/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/internet-stack-helper.h"
#include "ns3/node.h"
#include "ns3/pvd-host-helper.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

/**
 * \file
 * What a script can write wrong about the stack of a host: each mistake stops it with a sentence
 * that says what to write instead.
 */

using namespace ns3;

namespace
{

/// \param first installs a stack \param second which PvdHostHelper installs another one on top of
template <typename First>
void
InstallTwice(const First& first, const PvdHostHelper& second)
{
    const auto node = CreateObject<Node>();
    first.Install(node);
    second.Install(node);
}

TEST(HostMistakes, StackThatIsThereAlready)
{
    EXPECT_DEATH(InstallTwice(InternetStackHelper(), PvdHostHelper()),
                 "already has an internet stack of InternetStackHelper.*call only PvdHostHelper");
    EXPECT_DEATH(InstallTwice(PvdHostHelper(), PvdHostHelper()),
                 "already has an internet stack of PvdHostHelper; install it once");
    PvdHostHelper onlyIpv4;
    onlyIpv4.SetIpv6StackInstall(false);
    EXPECT_DEATH(InstallTwice(onlyIpv4, PvdHostHelper()), "already has an internet stack");
    EXPECT_DEATH(InstallTwice(PvdHostHelper(), onlyIpv4), "of PvdHostHelper; install it once");
    Simulator::Destroy();
}

} // namespace
