/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-mender.h"
#include "frame-records.h"
#include "pvd-host-helper.h"
#include "tester-link.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

/**
 * \file
 * libFuzzer target for the whole receive path of a host: Ethernet frames come in, one after the
 * other, and simulated time goes on. Each input has a host of its own, so that an input that breaks
 * one does so again. The host has a router when the first frame comes.
 */

using namespace ns3;
using fuzz::FrameRecord;
using fuzz::FrameRecords;
using pvdsimulated::TesterLink;

extern "C" std::size_t LLVMFuzzerMutate(uint8_t* octets, std::size_t size, std::size_t room);

namespace
{

constexpr const char* HOST_MAC = "02:00:00:00:00:01";
const Time BOOTED = Seconds(4);     // the host has its link-local address
const Time LEARNED = Seconds(7);    // and an address of its router's prefix
const Time AFTERMATH = Seconds(70); // longer than a reassembly may take
uint64_t g_frames = 0;              // sent to hosts

const fuzz::HostAddresses HOST = {
    {2, 0, 0, 0, 0, 1},
    {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe, 0, 0, 1},
    {0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0xff, 0xfe, 0, 0, 1},
};

/// A Router Advertisement of fe80::b1 with its hardware address, and the prefix 2001:db8:1::/64 in
/// the PvD a.example.
const FrameRecord ROUTER_ADVERTISEMENT =
    {
        FrameRecord::LENGTH | FrameRecord::CHECKSUM,
        {0x33, 0x33, 0,    0,    0,  1,    2,    0,    0,  0,   0,    0xb1,
         0x86, 0xdd, 0x60, 0,    0,  0,    0,    0,    58, 255, // headers
         0xfe, 0x80, 0,    0,    0,  0,    0,    0,    0,  0,   0,    0,
         0,    0,    0,    0xb1, // source
         0xff, 2,    0,    0,    0,  0,    0,    0,    0,  0,   0,    0,
         0,    0,    0,    1, // destination
         134,  0,    0,    0,    64, 0,    7,    8,    0,  0,   0,    0,
         0,    0,    0,    0,                          // RA
         1,    1,    2,    0,    0,  0,    0,    0xb1, // its address
         21,   7,    0,    0,    0,  0,    1,    'a',  7,  'e', 'x',  'a',
         'm',  'p',  'l',  'e',  0,  0,    0,    0,    0,  0,   0,    0, // PvD
         3,    4,    64,   0xc0, 0,  0x27, 0x8d, 0,    0,  9,   0x3a, 0x80,
         0,    0,    0,    0, // prefix
         0x20, 1,    0xd,  0xb8, 0,  1,    0,    0,    0,  0,   0,    0,
         0,    0,    0,    0},
};

void
SendRecord(TesterLink& link, const FrameRecord& record)
{
    link.Send(fuzz::MendFrame(record, HOST));
    ++g_frames;
}

/// Answer a datagram to its sender.
void
Answer(Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        socket->SendTo(packet, 0, from);
    }
}

/// Let a host answer datagrams, and accept connections, on port 7.
void
Serve(const Ptr<Node>& node)
{
    const Inet6SocketAddress echo(Ipv6Address::GetAny(), 7);
    const auto udp = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    udp->Bind(echo);
    udp->SetRecvCallback(MakeCallback(&Answer));
    const auto tcp = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
    tcp->Bind(echo);
    tcp->Listen();
}

/// Play frames to a new host.
void
Play(const FrameRecords& records)
{
    const auto node = CreateObject<Node>();
    PvdHostHelper().Install(node);
    TesterLink link(node, HOST_MAC, [](const TesterLink::Octets&) {});
    const auto ipv6 = node->GetObject<Ipv6>();
    ipv6->SetUp(ipv6->AddInterface(link.GetDevice()));
    PvdHostHelper().AssignStreams(NodeContainer(node), 1);
    Serve(node);

    Simulator::Schedule(BOOTED, [&link] { SendRecord(link, ROUTER_ADVERTISEMENT); });
    Time when = LEARNED;
    for (const FrameRecord& record : records)
    {
        when += MilliSeconds(record.GetPause());
        Simulator::Schedule(when, [&link, &record] { SendRecord(link, record); });
    }
    Simulator::Stop(when + AFTERMATH);
    Simulator::Run();
    Simulator::Destroy();
}

/// Change one record, or the row of them.
void
Mutate(FrameRecords& records, std::minstd_rand& random)
{
    const std::size_t chosen = random() % records.size();
    FrameRecord& record = records[chosen];
    switch (random() % 12)
    {
    case 0:
        record.control = static_cast<uint8_t>(random());
        break;
    case 1: {
        // A row of them again: a host costs as much as some hundred frames.
        const FrameRecords row(records.begin() + static_cast<std::ptrdiff_t>(chosen),
                               records.end());
        records.insert(records.end(), row.begin(), row.end());
        break;
    }
    case 2:
        records.erase(records.begin() + static_cast<std::ptrdiff_t>(chosen));
        break;
    case 3:
        std::swap(record, records[random() % records.size()]);
        break;
    default:
        const std::size_t size = record.octets.size();
        record.octets.resize(fuzz::LONGEST_FRAME);
        record.octets.resize(LLVMFuzzerMutate(record.octets.data(), size, fuzz::LONGEST_FRAME));
    }
}

} // namespace

extern "C" int
LLVMFuzzerInitialize(int* /* argc */, char*** /* argv */)
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    std::atexit([] { std::fprintf(stderr, "stat::frames_sent: %llu\n", 0ULL + g_frames); });
    return 0;
}

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* octets, std::size_t size)
{
    Play(fuzz::ReadRecords(octets, size));
    return 0;
}

extern "C" std::size_t
LLVMFuzzerCustomMutator(uint8_t* octets, std::size_t size, std::size_t room, unsigned int seed)
{
    FrameRecords records = fuzz::ReadRecords(octets, size);
    std::minstd_rand random(seed);
    do
    {
        if (records.empty())
        {
            records.push_back(ROUTER_ADVERTISEMENT);
        }
        Mutate(records, random);
    } while (random() % 3);
    return fuzz::WriteRecords(records, octets, room);
}

extern "C" std::size_t
LLVMFuzzerCustomCrossOver(const uint8_t* first,
                          std::size_t firstSize,
                          const uint8_t* second,
                          std::size_t secondSize,
                          uint8_t* out,
                          std::size_t room,
                          unsigned int seed)
{
    std::minstd_rand random(seed);
    FrameRecords records = fuzz::ReadRecords(first, firstSize);
    const FrameRecords others = fuzz::ReadRecords(second, secondSize);
    records.resize(random() % (records.size() + 1));
    const std::size_t from = random() % (others.size() + 1);
    records.insert(records.end(), others.begin() + static_cast<std::ptrdiff_t>(from), others.end());
    return fuzz::WriteRecords(records, out, room);
}
