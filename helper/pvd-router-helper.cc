/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-router-helper.h"

#include "pvd-entry.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/loopback-net-device.h"
#include "ns3/names.h"
#include "ns3/pvd-ipv6-routing.h"

#include <fstream>
#include <sstream>
#include <tuple>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t LINK_LOCAL_LENGTH = 64; // bits

/// \return address and length
std::pair<Ipv6Octets, uint8_t>
ToPrefix(const std::string& text)
{
    const auto slash = text.find('/');
    const std::string digits = slash == std::string::npos ? "" : text.substr(slash + 1);
    const bool isNumber = !digits.empty() && digits.size() <= 3 &&
                          digits.find_first_not_of("0123456789") == std::string::npos;
    const auto address = ParseIpv6Address(text.substr(0, slash));
    const int length = isNumber ? std::stoi(digits) : -1;
    NS_ABORT_MSG_IF(!address || length < 0 || length > 128,
                    "PvdRouterHelper: \"" << text
                                          << "\" is no prefix; write one such as 3fff:a00::/64.");
    return {*address, static_cast<uint8_t>(length)};
}

PvdDomainName
ToName(const std::string& text)
{
    const auto name = PvdDomainName::FromText(text);
    NS_ABORT_MSG_IF(!name || name->IsRoot(),
                    "PvdRouterHelper: \"" << text << "\" is no domain name; write one such as "
                                          << "isp-a.example.com.");
    return *name;
}

bool
HasAddress(const Ptr<Ipv6>& ipv6, uint32_t interface, const Ipv6Address& address)
{
    for (uint32_t i = 0; i < ipv6->GetNAddresses(interface); ++i)
    {
        if (ipv6->GetAddress(interface, i).GetAddress() == address)
        {
            return true;
        }
    }
    return false;
}

/// \return true if a node has a route
bool
FindsRoute(Ptr<Ipv6> ipv6, Ipv6Address destination)
{
    const auto protocol = ipv6->GetRoutingProtocol();
    const auto own = DynamicCast<PvdIpv6Routing>(protocol);
    if (own)
    {
        return own->Resolve(destination).error != Socket::ERROR_NOROUTETOHOST; // traces nothing
    }
    Ipv6Header header;
    header.SetDestination(destination);
    Socket::SocketErrno error;
    return protocol->RouteOutput(nullptr, header, nullptr, error) != nullptr;
}

/// Stop with a sentence if a node would not advertise on an interface what the script wants.
void
CheckConfiguration(const Ptr<Node>& node,
                   uint32_t interface,
                   const PvdAdvertisingInterface& configuration)
{
    const std::string where = "PvdRouterHelper::Install: interface " + std::to_string(interface) +
                              " of node " + std::to_string(node->GetId());
    const auto device = node->GetObject<Ipv6>()->GetNetDevice(interface);
    NS_ABORT_MSG_IF(DynamicCast<LoopbackNetDevice>(device),
                    where << " is the loopback interface, on which no host listens; write the "
                             "index of another one.");
    NS_ABORT_MSG_IF(configuration.sendAdvertisements && configuration.advertisements.empty(),
                    where << " has no advertisement; describe one in advertisements[0], or set "
                             "sendAdvertisements to false.");
    const auto advertiser = PvdRouterHelper::GetAdvertiser(node);
    NS_ABORT_MSG_IF(advertiser && advertiser->GetInterface(interface),
                    where << " advertises already; put all PvDs into one PvdAdvertisingInterface, "
                             "or replace what is advertised with "
                             "PvdRouterAdvertiser::SetInterface.");
}

} // namespace

PvdRouterHelper::PvdRouterHelper()
{
    m_factory.SetTypeId("ns3::PvdRouterAdvertiser");
}

void
PvdRouterHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    m_factory.Set(name, value);
}

ApplicationContainer
PvdRouterHelper::Install(Ptr<NetDevice> device, const PvdAdvertisingInterface& configuration) const
{
    const auto node = device->GetNode();
    const auto ipv6 = node->GetObject<Ipv6>();
    NS_ABORT_MSG_UNLESS(ipv6,
                        "PvdRouterHelper::Install: node "
                            << node->GetId()
                            << " has no IPv6; call Install of InternetStackHelper or "
                               "PvdHostHelper for it first.");
    const int32_t interface = ipv6->GetInterfaceForDevice(device);
    NS_ABORT_MSG_IF(interface < 0,
                    "PvdRouterHelper::Install: a device of node "
                        << node->GetId()
                        << " is no interface of IPv6; give it an address first, for example with "
                           "Ipv6AddressHelper::AssignWithoutAddress.");
    return Install(node, interface, configuration);
}

ApplicationContainer
PvdRouterHelper::Install(Ptr<Node> node,
                         uint32_t interface,
                         const PvdAdvertisingInterface& configuration) const
{
    const auto ipv6 = node->GetObject<Ipv6>();
    NS_ABORT_MSG_UNLESS(ipv6 && interface < ipv6->GetNInterfaces(),
                        "PvdRouterHelper::Install: node "
                            << node->GetId() << " has no interface "
                            << interface << " of IPv6; add it first.");
    CheckConfiguration(node, interface, configuration);
    ipv6->SetAttribute("IpForward", BooleanValue(true));
    for (const PvdAdvertisement& advertisement : configuration.advertisements)
    {
        for (const Ipv6Octets& source : advertisement.sources)
        {
            const Ipv6Address address = ToAddress(source);
            if (!HasAddress(ipv6, interface, address))
            {
                ipv6->AddAddress(interface,
                                 Ipv6InterfaceAddress(address, Ipv6Prefix(LINK_LOCAL_LENGTH)));
            }
        }
    }
    auto advertiser = GetAdvertiser(node);
    if (!advertiser)
    {
        advertiser = m_factory.Create<PvdRouterAdvertiser>();
        node->AddApplication(advertiser);
    }
    advertiser->SetInterface(interface, configuration);
    return ApplicationContainer(advertiser);
}

PvdRadvdConfiguration
PvdRouterHelper::LoadFiles(const std::vector<std::string>& files)
{
    PvdRadvdConfiguration all;
    for (const std::string& name : files)
    {
        std::ifstream file(name, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        NS_ABORT_MSG_UNLESS(file, "PvdRouterHelper: the file " << name << " cannot be read.");
        const auto one = PvdRadvdConfiguration::Parse(text.str());
        NS_ABORT_MSG_UNLESS(one.mistakes.empty(),
                            "PvdRouterHelper: there are mistakes in a file:\n"
                                << one.Describe(name));
        for (const PvdRadvdConfiguration::Interface& block : one.interfaces)
        {
            all.Add(block);
        }
    }
    return all;
}

ApplicationContainer
PvdRouterHelper::InstallFromFiles(Ptr<Node> node,
                                  const std::vector<std::string>& files,
                                  const Devices& devices) const
{
    ApplicationContainer advertiser;
    for (const PvdRadvdConfiguration::Interface& block : LoadFiles(files).interfaces)
    {
        const auto found = devices.find(block.name);
        const auto device =
            found == devices.end() ? Names::Find<NetDevice>(node, block.name) : found->second;
        NS_ABORT_MSG_UNLESS(device,
                            "PvdRouterHelper: node "
                                << node->GetId() << " has no interface " << block.name
                                << "; say which device it is, in the last argument or with "
                                   "Names::Add(node, name, device).");
        advertiser = Install(device, block.configuration);
    }
    return advertiser;
}

Callback<bool>
PvdRouterHelper::HasRoute(Ptr<Node> node, const std::string& destination)
{
    const auto ipv6 = node->GetObject<Ipv6>();
    NS_ABORT_MSG_UNLESS(ipv6,
                        "PvdRouterHelper::HasRoute: node "
                            << node->GetId()
                            << " has no IPv6; call Install of InternetStackHelper or "
                               "PvdHostHelper for it first.");
    return MakeBoundCallback(&FindsRoute, ipv6, ToAddress(Address(destination)));
}

Ptr<PvdRouterAdvertiser>
PvdRouterHelper::GetAdvertiser(Ptr<Node> node)
{
    for (uint32_t i = 0; i < node->GetNApplications(); ++i)
    {
        const auto advertiser = DynamicCast<PvdRouterAdvertiser>(node->GetApplication(i));
        if (advertiser)
        {
            return advertiser;
        }
    }
    return nullptr;
}

int64_t
PvdRouterHelper::AssignStreams(const ApplicationContainer& advertisers, int64_t stream)
{
    int64_t used = 0;
    for (auto it = advertisers.Begin(); it != advertisers.End(); ++it)
    {
        const auto advertiser = DynamicCast<PvdRouterAdvertiser>(*it);
        used += advertiser ? advertiser->AssignStreams(stream + used) : 0;
    }
    return used;
}

PvdAdvertisedPrefix
PvdRouterHelper::Prefix(const std::string& text)
{
    PvdAdvertisedPrefix prefix;
    std::tie(prefix.prefix, prefix.length) = ToPrefix(text);
    return prefix;
}

PvdAdvertisedPrefix
PvdRouterHelper::Prefix(const std::string& text, uint32_t valid, uint32_t preferred)
{
    PvdAdvertisedPrefix prefix = Prefix(text);
    prefix.validLifetime = valid;
    prefix.preferredLifetime = preferred;
    return prefix;
}

PvdAdvertisedRoute
PvdRouterHelper::Route(const std::string& text, RouterPreference preference)
{
    PvdAdvertisedRoute route;
    std::tie(route.prefix, route.length) = ToPrefix(text);
    route.preference = preference;
    return route;
}

PvdAdvertisedResolvers
PvdRouterHelper::Resolvers(const std::vector<std::string>& addresses)
{
    PvdAdvertisedResolvers resolvers;
    for (const std::string& text : addresses)
    {
        resolvers.addresses.push_back(Address(text));
    }
    return resolvers;
}

PvdAdvertisedDomains
PvdRouterHelper::Domains(const std::vector<std::string>& domains)
{
    PvdAdvertisedDomains list;
    for (const std::string& text : domains)
    {
        list.domains.push_back(ToName(text));
    }
    return list;
}

PvdAdvertisedPvd
PvdRouterHelper::NamedPvd(const std::string& id)
{
    PvdAdvertisedPvd pvd;
    pvd.id = ToName(id);
    return pvd;
}

Ipv6Octets
PvdRouterHelper::Address(const std::string& text)
{
    const auto address = ParseIpv6Address(text);
    NS_ABORT_MSG_UNLESS(address,
                        "PvdRouterHelper: \"" << text
                                              << "\" is no IPv6 address; write one such as "
                                                 "3fff:a00::53.");
    return *address;
}

} // namespace ns3
