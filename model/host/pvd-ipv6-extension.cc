/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-ipv6-extension.h"

#include "pvd-extension-processing.h"

#include "ns3/ipv6-extension-demux.h"
#include "ns3/random-variable-stream.h"

#include <initializer_list>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(PvdIpv6Extension);
NS_OBJECT_ENSURE_REGISTERED(PvdIpv6ExtensionFragment);

namespace
{

/// What ns-3 asks of an extension, answered by the PvdExtensionProcessing of the node. Where ns-3
/// does not know yet for whom a packet is, there is no next header to name.
uint8_t
ProcessBy(const Ipv6Extension& extension,
          Ptr<Packet>& packet,
          uint8_t offset,
          const Ipv6Header& header,
          uint8_t* nextHeader,
          bool& stop,
          bool& dropped)
{
    const auto processing = extension.GetNode()->GetObject<PvdExtensionProcessing>();
    const auto verdict =
        nextHeader ? processing->Receive(packet, offset, extension.GetExtensionNumber(), header)
                   : processing->Inspect(packet, header);
    stop = verdict.stop;
    dropped = verdict.dropped;
    if (nextHeader)
    {
        *nextHeader = verdict.nextHeader;
    }
    return verdict.step;
}

/// Routing headers of type 0 are not obeyed, but ns-3 looks for them when it cuts a packet that a
/// raw socket sends.
void
AddRoutingTypes(Ptr<Node> node)
{
    const auto demux = CreateObject<Ipv6ExtensionRoutingDemux>();
    demux->SetNode(node);
    const auto looseRouting = CreateObject<Ipv6ExtensionLooseRouting>();
    looseRouting->SetNode(node);
    demux->Insert(looseRouting);
    node->AggregateObject(demux);
}

} // namespace

TypeId
PvdIpv6Extension::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdIpv6Extension").SetParent<Ipv6Extension>().SetGroupName("Pvd");
    return tid;
}

PvdIpv6Extension::PvdIpv6Extension(uint8_t number)
    : m_number(number)
{
}

void
PvdIpv6Extension::Install(Ptr<Node> node)
{
    const auto demux = CreateObject<Ipv6ExtensionDemux>();
    demux->SetNode(node);
    // In the order of ns-3, so that random variables that come later draw the same as on its hosts.
    const auto hopByHop = CreateObject<PvdIpv6Extension>(PVD_HOP_BY_HOP_OPTIONS);
    const auto destination = CreateObject<PvdIpv6Extension>(PVD_DESTINATION_OPTIONS);
    const auto fragment = CreateObject<PvdIpv6ExtensionFragment>();
    const auto routing = CreateObject<PvdIpv6Extension>(PVD_ROUTING_HEADER);
    // Nothing is drawn from it, but newer releases of ns-3 give a stream to that of each extension.
    destination->m_uvar = hopByHop->m_uvar;
    routing->m_uvar = hopByHop->m_uvar;
    for (const Ptr<Ipv6Extension>& extension :
         std::initializer_list<Ptr<Ipv6Extension>>{hopByHop, destination, fragment, routing})
    {
        extension->SetNode(node);
        demux->Insert(extension);
    }
    AddRoutingTypes(node);
    node->AggregateObject(demux);
}

uint8_t
PvdIpv6Extension::GetExtensionNumber() const
{
    return m_number;
}

uint8_t
PvdIpv6Extension::Process(Ptr<Packet>& packet,
                          uint8_t offset,
                          const Ipv6Header& ipv6Header,
                          Ipv6Address,
                          uint8_t* nextHeader,
                          bool& stopProcessing,
                          bool& isDropped,
                          Ipv6L3Protocol::DropReason& dropReason)
{
    dropReason = Ipv6L3Protocol::DROP_MALFORMED_HEADER;
    return ProcessBy(*this, packet, offset, ipv6Header, nextHeader, stopProcessing, isDropped);
}

TypeId
PvdIpv6ExtensionFragment::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PvdIpv6ExtensionFragment")
                            .SetParent<Ipv6ExtensionFragment>()
                            .SetGroupName("Pvd");
    return tid;
}

uint8_t
PvdIpv6ExtensionFragment::Process(Ptr<Packet>& packet,
                                  uint8_t offset,
                                  const Ipv6Header& ipv6Header,
                                  Ipv6Address,
                                  uint8_t* nextHeader,
                                  bool& stopProcessing,
                                  bool& isDropped,
                                  Ipv6L3Protocol::DropReason& dropReason)
{
    dropReason = Ipv6L3Protocol::DROP_MALFORMED_HEADER;
    return ProcessBy(*this, packet, offset, ipv6Header, nextHeader, stopProcessing, isDropped);
}

} // namespace ns3
