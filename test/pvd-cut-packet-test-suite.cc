/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-host-pair.h"

#include "ns3/test.h"
#include "ns3/udp-l4-protocol.h"
#include "ns3/uinteger.h"

#include <vector>

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

constexpr uint16_t PORT = 8300;
constexpr uint16_t UDP = 17;
constexpr uint16_t TCP = 6;

/// \return a header of TCP, a SYN to PORT, \param words what its data offset says
std::vector<uint8_t>
MakeSyn(uint8_t words)
{
    return {0x20, 0x6c, 0x20, 0x6c, 0, 0, 0, 1, 0, 0, 0, 0, uint8_t(words << 4),
            2,    0xff, 0xff, 0,    0, 0, 0};
}

/// \return a header of UDP to PORT
std::vector<uint8_t>
MakeUdp()
{
    return {0x20, 0x6c, 0x20, 0x6c, 0, 8, 0, 0};
}

/// Send octets as they are from host 0 to host 1.
void
Send(HostPair& net, uint16_t protocol, const std::vector<uint8_t>& octets)
{
    const auto factory = TypeId::LookupByName("ns3::Ipv6RawSocketFactory");
    const auto raw = Socket::CreateSocket(net.GetNode(0), factory);
    raw->SetAttribute("Protocol", UintegerValue(protocol));
    raw->SendTo(Create<Packet>(octets.data(), octets.size()), 0, To("2001:db8:1::2", 0));
    net.Wait();
    raw->Close();
}

/// What ends within its own header is dropped.
class CutPackets : public TestCase
{
  public:
    CutPackets()
        : TestCase("a header that is cut is read")
    {
    }

  private:
    void DoRun() override
    {
        CheckUdp();
        CheckTcp();
    }

    void CheckUdp()
    {
        HostPair net(HostKind::AWARE);
        net.Make(1, "Udp", "receiver")->Bind(To("::", PORT));
        for (std::size_t size = 0; size < MakeUdp().size(); ++size)
        {
            auto octets = MakeUdp();
            octets.resize(size);
            Send(net, UDP, octets);
        }
        NS_TEST_EXPECT_MSG_EQ(net.GetDiary(), "", "a part of a header was taken for a datagram");
        Send(net, UDP, MakeUdp());
        NS_TEST_EXPECT_MSG_NE(net.GetDiary().find("receiver got 0"),
                              std::string::npos,
                              "a datagram without data did not arrive: " << net.GetDiary());
    }

    void CheckTcp()
    {
        HostPair net(HostKind::AWARE);
        const auto listener = net.Make(1, "Tcp", "listener");
        listener->Bind(To("::", PORT));
        listener->Listen();
        for (std::size_t size = 0; size < MakeSyn(5).size(); ++size)
        {
            auto octets = MakeSyn(5);
            octets.resize(size);
            Send(net, TCP, octets);
        }
        Send(net, TCP, MakeSyn(4));
        Send(net, TCP, MakeSyn(6));
        Send(net, TCP, MakeSyn(15));
        NS_TEST_EXPECT_MSG_EQ(net.GetDiary(), "", "a part of a header was taken for a segment");
        Send(net, TCP, MakeSyn(5));
        NS_TEST_EXPECT_MSG_NE(net.GetDiary().find("listener asked"),
                              std::string::npos,
                              "a SYN did not arrive: " << net.GetDiary());
    }
};

/// A socket that is not from the factory, on a port that one from there has too.
class ForeignEndPoint : public TestCase
{
  public:
    ForeignEndPoint()
        : TestCase("a more specific socket does not get its datagrams")
    {
    }

  private:
    void DoRun() override
    {
        HostPair net(HostKind::AWARE);
        net.Make(1, "Udp", "general")->Bind(To("::", PORT));
        const auto udp = net.GetNode(1)->GetObject<UdpL4Protocol>();
        const auto foreign = udp->CreateSocket();
        net.Watch(foreign, "foreign");
        NS_TEST_ASSERT_MSG_EQ(foreign->Bind(To("2001:db8:1::2", PORT)), 0, "no port");
        const auto sender = net.Make(0, "Udp", "sender");
        const auto send = [&](const char* to) {
            sender->SendTo(Create<Packet>(10), 0, To(to, PORT));
            net.Wait();
        };
        send("2001:db8:1::2");
        send("2001:db8:2::2");
        foreign->Close();
        send("2001:db8:1::2");
        NS_TEST_EXPECT_MSG_EQ(GetReceivers(net.GetDiary()), "foreign general general ", "order");
    }

    /// \return who got something, in order
    static std::string GetReceivers(const std::string& diary)
    {
        std::string receivers;
        for (std::size_t at = 0; (at = diary.find(" got ", at)) != std::string::npos; ++at)
        {
            const std::size_t begin = diary.rfind('\n', at) + 1;
            receivers += diary.substr(begin, at - begin) + " ";
        }
        return receivers;
    }
};

class CutPacketSuite : public TestSuite
{
  public:
    CutPacketSuite()
        : TestSuite("pvd-cut-packet", Type::SYSTEM)
    {
        AddTestCase(new CutPackets);
        AddTestCase(new ForeignEndPoint);
    }
};

CutPacketSuite g_cutPacketSuite; ///< registers itself

} // namespace
