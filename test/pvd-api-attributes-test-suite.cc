/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-test-lists.h"

#include "ns3/pvd-api.h"
#include "ns3/pvd-lifetime.h"

using namespace ns3;
using namespace ns3::pvdtest;

namespace
{

/// What the calls of libpvd say of PvDs, and what they tell.
class ApiAttributes : public CaseOf<ApiAttributes>
{
  public:
    using CaseOf::CaseOf;

    void ListIsInOrder();
    void AttributesAreThoseOfTheRa();
    void AttributesDoNotChangeLater();
    void AttributesAsJson();
    void UnknownPvdAnswersAtOnce();
    void DnsIsTyped();
    void CreateAndUpdate();
    void UpdatesThatMustFail();
    void ListIsTold();
    void ChangesAreFiltered();
    void ClientsShare();
    void ListenersEndWhileTold();
};

/// A host and a client of it.
struct Client : OneHost
{
    Client()
        : api(PvdApi::Connect(host.GetNode()))
    {
    }

    Ptr<PvdApi> api; //!< of the host
};

/// One PvD with all that an RA can give it.
RouterAdvertisement
RichRa()
{
    RaHeader inner = pvdtest::Header(1800, RouterPreference::HIGH);
    inner.managed = true;
    inner.curHopLimit = 60;
    PvdOption option = PvdNamed("PvD.Example",
                                inner,
                                {Pio("2001:db8:1::/64", 3600, 1800),
                                 Rio("2001:db8::/32", 900, RouterPreference::LOW),
                                 Rio("2001:db8::/48", ND_INFINITE_LIFETIME),
                                 Rdnss({"2001:db8::53", "2001:db8::54"}, 600),
                                 Dnssl({"s.example"}, ND_INFINITE_LIFETIME),
                                 Mtu(1400)});
    option.http = true;
    option.delay = 7;
    option.sequence = 65535;
    return Ra(0, {option});
}

// Rows: LIB-14, LIB-24
void
ApiAttributes::ListIsInOrder()
{
    Client net;
    NS_TEST_EXPECT_MSG_EQ(net.api->GetPvdList().size(), 0, "a PvD of nobody");
    net.api->CreatePvd("z.example");
    net.Hear(Ra(1800, {PvdNamed("a.example", {Rio("2001:db8:1::/48", 10)})}));
    net.Hear(Ra(1800), MakeRouter('b'));
    NS_TEST_EXPECT_MSG_EQ(Join(net.api->GetPvdList()),
                          "z.example, a.example, fe80:0000:0000:0000:0000:0000:0000:000b%eth0",
                          "order of first sight");
    net.api->RemovePvd("z.example");
    NS_TEST_EXPECT_MSG_EQ(Join(net.api->GetPvdList()),
                          "a.example, fe80:0000:0000:0000:0000:0000:0000:000b%eth0",
                          "after a removal");
}

// Rows: LIB-15, SCK-04, SCK-05
void
ApiAttributes::AttributesAreThoseOfTheRa()
{
    Client net;
    net.Hear(RichRa());
    RunTo(MilliSeconds(10250));
    const auto all = net.api->GetPvdAttributes("pvd.example");
    NS_TEST_ASSERT_MSG_EQ(all.has_value(), true, "there are none");
    const Time passed = MilliSeconds(10250);
    const auto routes = [&] {
        std::vector<std::string> texts;
        for (const auto& route : all->routes)
        {
            texts.push_back(ToText(route.prefix) + "/" + std::to_string(route.length) + " via " +
                            ToText(route.gateway) + " " + route.device + " " +
                            std::to_string(static_cast<int>(route.preference)) + " " +
                            (route.lifetime == InfiniteExpiry()
                                 ? "for ever"
                                 : std::to_string(route.lifetime.GetMilliSeconds())));
        }
        return Join(texts);
    };
    NS_TEST_EXPECT_MSG_EQ(routes(),
                          "::/0 via fe80::a eth0 1 1789750, 2001:db8:1::/64 via :: eth0 0 3589750, "
                          "2001:db8::/32 via fe80::a eth0 3 889750, "
                          "2001:db8::/48 via fe80::a eth0 0 for ever",
                          "routes");
    NS_TEST_EXPECT_MSG_EQ(all->name, "PvD.Example", "name");
    NS_TEST_EXPECT_MSG_EQ((all->implicit || all->lFlag), false, "flags that are clear");
    NS_TEST_EXPECT_MSG_EQ((all->hFlag && all->rFlag), true, "flags that are set");
    NS_TEST_EXPECT_MSG_EQ(all->sequenceNumber, 65535, "Sequence Number");
    NS_TEST_EXPECT_MSG_EQ(+all->delay, 7, "Delay");
    NS_TEST_EXPECT_MSG_EQ(all->mtu.value_or(0), 1400, "MTU");
    NS_TEST_EXPECT_MSG_EQ(+all->curHopLimit.value_or(0), 60, "Cur Hop Limit");
    NS_TEST_ASSERT_MSG_EQ(all->routers.size(), 1, "routers");
    NS_TEST_EXPECT_MSG_EQ(all->routers[0].address, Ipv6Address("fe80::a"), "router");
    NS_TEST_EXPECT_MSG_EQ(all->routers[0].lifetime, Seconds(1800) - passed, "its lifetime");
    NS_TEST_EXPECT_MSG_EQ((all->routers[0].managed && !all->routers[0].otherConfig), true, "M, O");
    NS_TEST_ASSERT_MSG_EQ(all->prefixes.size(), 1, "prefixes");
    NS_TEST_EXPECT_MSG_EQ(+all->prefixes[0].length, 64, "length of the prefix");
    NS_TEST_EXPECT_MSG_EQ(all->prefixes[0].autonomous, true, "A");
    NS_TEST_EXPECT_MSG_EQ(all->prefixes[0].onLinkLifetime, Seconds(3600) - passed, "on-link");
    NS_TEST_EXPECT_MSG_EQ(all->prefixes[0].preferredLifetime, Seconds(1800) - passed, "preferred");
    NS_TEST_ASSERT_MSG_EQ(all->addresses.size(), 1, "addresses");
    NS_TEST_EXPECT_MSG_EQ(all->addresses[0].address,
                          net.host.MakeAddress("2001:db8:1::/64"),
                          "address");
    NS_TEST_EXPECT_MSG_EQ(+all->addresses[0].length, 64, "length of its prefix");
    NS_TEST_EXPECT_MSG_EQ(all->addresses[0].validLifetime, Seconds(3600) - passed, "valid");
    NS_TEST_EXPECT_MSG_EQ(all->addresses[0].preferredLifetime, Seconds(1800) - passed, "preferred");
    NS_TEST_EXPECT_MSG_EQ(all->rdnss.size(), 2, "DNS servers");
    NS_TEST_EXPECT_MSG_EQ(all->dnssl.size(), 1, "search list");
}

// Rows: LIB-15, SCK-04
void
ApiAttributes::AttributesDoNotChangeLater()
{
    Client net;
    net.Hear(Ra(1800), MakeRouter('b'));
    const auto before = net.api->GetPvdAttributes("fe80::b%eth0");
    NS_TEST_ASSERT_MSG_EQ(before.has_value(), true, "an implicit PvD has none");
    net.Hear(Ra(0), MakeRouter('b'));
    NS_TEST_EXPECT_MSG_EQ(before->implicit, true, "implicit");
    NS_TEST_EXPECT_MSG_EQ(before->lla, Ipv6Address("fe80::b"), "its router");
    NS_TEST_EXPECT_MSG_EQ(before->dev, "eth0", "its device");
    NS_TEST_EXPECT_MSG_EQ(before->routes.size(), 1, "a value has changed");
    NS_TEST_EXPECT_MSG_EQ(net.api->GetPvdAttributes("fe80::b%eth0").has_value(),
                          false,
                          "a PvD that has gone");
}

// Rows: LIB-25, LIB-26
void
ApiAttributes::AttributesAsJson()
{
    Client net;
    net.Hear(RichRa());
    RunTo(MilliSeconds(10250));
    const std::pair<const char*, const char*> rows[] = {
        {"name", "\"PvD.Example\""},
        {"id", "1"},
        {"origin", "\"ra\""},
        {"implicit", "false"},
        {"sequenceNumber", "65535"},
        {"hFlag", "true"},
        {"lFlag", "false"},
        {"aFlag", "true"},
        {"rFlag", "true"},
        {"delay", "7"},
        {"mtu", "1400"},
        {"curHopLimit", "60"},
        {"lla", "\"fe80::a\""},
        {"routers",
         "[{\"address\":\"fe80::a\",\"dev\":\"eth0\",\"preference\":\"high\",\"lifetime\":1789.75,"
         "\"managed\":true,\"otherConfig\":false}]"},
        {"prefixes",
         "[{\"prefix\":\"2001:db8:1::\",\"length\":64,\"dev\":\"eth0\",\"router\":\"fe80::a\","
         "\"onLinkLifetime\":3589.75,\"autonomous\":true,\"validLifetime\":3589.75,"
         "\"preferredLifetime\":1789.75}]"},
        {"addresses",
         "[{\"address\":\"2001:db8:1::ff:fe00:1\",\"length\":64,\"dev\":\"eth0\",\"origin\":\"ra\","
         "\"validLifetime\":3589.75,\"preferredLifetime\":1789.75}]"},
        {"rdnss", "[\"2001:db8::53\",\"2001:db8::54\"]"},
        {"rdnssLifetimes", "[589.75,589.75]"},
        {"dnssl", "[\"s.example\"]"},
        {"dnsslLifetimes", "[-1]"},
    };
    const auto whole = net.api->GetPvdAttributesAsJson("pvd.example").value_or("");
    for (const auto& row : rows)
    {
        const std::string value =
            net.api->GetPvdAttribute("pvd.example", row.first).value_or("nothing");
        NS_TEST_EXPECT_MSG_EQ(value, row.second, row.first);
        const std::string member = "\"" + std::string(row.first) + "\":" + row.second;
        NS_TEST_EXPECT_MSG_NE(whole.find(member), std::string::npos, member << " in " << whole);
    }
    const auto routes = net.api->GetPvdAttribute("pvd.example", "routes").value_or("");
    NS_TEST_EXPECT_MSG_NE(
        routes.find("{\"dst\":\"2001:db8::\",\"length\":32,\"src\":\"::\",\"srcLength\":0,"
                    "\"gateway\":\"fe80::a\",\"dev\":\"eth0\",\"preference\":\"low\","
                    "\"metric\":0,\"origin\":\"ra\",\"lifetime\":889.75}"),
        std::string::npos,
        routes);
    for (const char* absent : {"dev", "captivePortal", "extraInfo", "", "NAME"})
    {
        NS_TEST_EXPECT_MSG_EQ(net.api->GetPvdAttribute("pvd.example", absent).value_or("nothing"),
                              "null",
                              "absent attribute " << absent);
    }
    NS_TEST_EXPECT_MSG_EQ((whole.front() == '{' && whole.back() == '}'), true, "an object");
    NS_TEST_EXPECT_MSG_EQ(whole.find("\"dev\":\"\""), std::string::npos, "an absent member");
}

// Rows: LIB-25, LIB-26
void
ApiAttributes::UnknownPvdAnswersAtOnce()
{
    Client net;
    const Time before = Simulator::Now();
    const std::pair<bool, Socket::SocketErrno> calls[] = {
        {net.api->GetPvdAttributes("x.example").has_value(), net.api->GetErrno()},
        {net.api->GetPvdAttributesAsJson("x.example").has_value(), net.api->GetErrno()},
        {net.api->GetPvdAttribute("x.example", "name").has_value(), net.api->GetErrno()},
        {net.api->GetRdnss("x.example").has_value(), net.api->GetErrno()},
        {net.api->GetDnssl("").has_value(), net.api->GetErrno()},
    };
    for (std::size_t i = 0; i < std::size(calls); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(calls[i].first, false, "call " << i << " answers");
        NS_TEST_EXPECT_MSG_EQ(calls[i].second, Socket::ERROR_NODEV, "errno of call " << i);
    }
    NS_TEST_EXPECT_MSG_EQ(Simulator::Now(), before, "time has passed");
    net.api->GetPvdList();
    NS_TEST_EXPECT_MSG_EQ(net.api->GetErrno(), Socket::ERROR_NOTERROR, "errno of a good call");
}

// Rows: LIB-29
void
ApiAttributes::DnsIsTyped()
{
    Client net;
    net.Hear(Ra(1800,
                {PvdNamed("a.example",
                          {Rdnss({"2001:db8::53", "fe80::53"}, 600),
                           Rdnss({"2001:db8::55"}, ND_INFINITE_LIFETIME),
                           Dnssl({"s.example", "t.example"}, 500)})}));
    RunTo(Seconds(1));
    const auto servers = net.api->GetRdnss("a.example");
    NS_TEST_ASSERT_MSG_EQ((servers && servers->size() == 3), true, "DNS servers");
    NS_TEST_EXPECT_MSG_EQ((*servers)[0].address, Ipv6Address("2001:db8::53"), "first");
    NS_TEST_EXPECT_MSG_EQ((*servers)[0].zone, "", "of no zone");
    NS_TEST_EXPECT_MSG_EQ((*servers)[0].lifetime, Seconds(599), "what remains");
    NS_TEST_EXPECT_MSG_EQ((*servers)[1].zone, "eth0", "zone of a link-local one");
    NS_TEST_EXPECT_MSG_EQ((*servers)[2].lifetime, InfiniteExpiry(), "for ever");
    const auto domains = net.api->GetDnssl("a.example");
    NS_TEST_ASSERT_MSG_EQ((domains && domains->size() == 2), true, "search list");
    NS_TEST_EXPECT_MSG_EQ((*domains)[0].domain + (*domains)[1].domain, "s.examplet.example", "it");
    NS_TEST_EXPECT_MSG_EQ((*domains)[1].lifetime, Seconds(499), "what remains");
    RunTo(Seconds(600));
    NS_TEST_EXPECT_MSG_EQ(net.api->GetRdnss("a.example")->size(), 1, "a server of the past");
    NS_TEST_EXPECT_MSG_EQ(net.api->GetDnssl("a.example")->size(), 0, "a suffix of the past");
}

// Rows: LIB-16, LIB-17
void
ApiAttributes::CreateAndUpdate()
{
    Client net;
    NS_TEST_EXPECT_MSG_EQ(net.api->CreatePvd("a.example"), Socket::ERROR_NOTERROR, "creation");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "PvdAdded a.example", "told");
    NS_TEST_EXPECT_MSG_EQ(net.api->GetPvdAttribute("a.example", "origin").value_or(""),
                          "\"static\"",
                          "origin");

    const struct
    {
        const char* attribute;
        uint32_t value;
        const char* result;
    } rows[] = {
        {"sequenceNumber", 65535, "65535 h=false l=false"},
        {"hFlag", 1, "65535 h=true l=false"},
        {"lFlag", 2, "65535 h=true l=true"},
        {"sequenceNumber", 65536, "0 h=true l=true"},
        {"sequenceNumber", 65543, "7 h=true l=true"},
        {"hFlag", 0, "7 h=false l=true"},
        {".deprecated", 0, "7 h=false l=true"},
    };

    for (const auto& row : rows)
    {
        NS_TEST_EXPECT_MSG_EQ(net.api->UpdatePvdAttr("A.example", row.attribute, row.value),
                              Socket::ERROR_NOTERROR,
                              row.attribute);
        const std::string found = *net.api->GetPvdAttribute("a.example", "sequenceNumber") +
                                  " h=" + *net.api->GetPvdAttribute("a.example", "hFlag") +
                                  " l=" + *net.api->GetPvdAttribute("a.example", "lFlag");
        NS_TEST_EXPECT_MSG_EQ(found, row.result, row.attribute << " " << row.value);
    }
    net.api->UpdatePvdAttr("a.example", ".deprecated", 1);
    NS_TEST_EXPECT_MSG_EQ(net.api->GetPvdList().size(), 0, "it is deprecated and there");
}

// Rows: LIB-16, LIB-17
void
ApiAttributes::UpdatesThatMustFail()
{
    Client net;
    net.api->CreatePvd("a.example");
    const std::string before = net.host.Describe();
    net.host.ForgetEvents();
    const std::pair<Socket::SocketErrno, Socket::SocketErrno> calls[] = {
        {net.api->CreatePvd(""), Socket::ERROR_INVAL},
        {net.api->CreatePvd("fe80::1%eth0"), Socket::ERROR_INVAL},
        {net.api->UpdatePvdAttr("a.example", "aFlag", 1), Socket::ERROR_INVAL},
        {net.api->UpdatePvdAttr("a.example", "", 1), Socket::ERROR_INVAL},
        {net.api->UpdatePvdAttr("x.example", "hFlag", 1), Socket::ERROR_NODEV},
        {net.api->UpdatePvdAttr("x.example", ".deprecated", 1), Socket::ERROR_NOTERROR},
        {net.api->RemovePvd("x.example"), Socket::ERROR_NODEV},
        {net.api->SetAttribute("x.example", "cost", "1"), Socket::ERROR_NODEV},
        {net.api->SetAttribute("a.example", "rdnss", "[]"), Socket::ERROR_INVAL},
        {net.api->SetAttribute("a.example", "mtu", "1"), Socket::ERROR_INVAL},
        {net.api->SetAttribute("a.example", "", "1"), Socket::ERROR_INVAL},
        {net.api->Unsubscribe(1), Socket::ERROR_INVAL},
    };
    for (std::size_t i = 0; i < std::size(calls); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(calls[i].first, calls[i].second, "call " << i);
    }
    NS_TEST_EXPECT_MSG_EQ(net.host.Describe(), before, "something has changed");
    NS_TEST_EXPECT_MSG_EQ(ListEvents(net.host), "", "something was told");
}

/// \return a listener that notes what it is told
PvdApi::ListListener
NoteList(std::vector<std::string>& told)
{
    return [&told](const PvdApi::ListEvent& event) {
        told.push_back((event.isNew ? "new " : "del ") + event.name + " of " +
                       std::to_string(event.list.size()));
    };
}

/// \return a listener that notes what it is told
PvdApi::AttributeListener
NoteChanges(std::vector<std::string>& told)
{
    return [&told](const PvdApi::AttributeEvent& event) {
        told.push_back(event.name + " " +
                       (event.mask == UINT32_MAX ? "all" : std::to_string(event.mask)) + " " +
                       std::to_string(event.attributes.sequenceNumber));
    };
}

// Rows: LIB-27
void
ApiAttributes::ListIsTold()
{
    Client net;
    std::vector<std::string> told;
    std::vector<std::string> others;
    const auto subscription = net.api->SubscribeNotifications(NoteList(told));
    net.api->SubscribeNotifications(NoteList(others));
    net.api->CreatePvd("a.example");
    net.Hear(Ra(10, {PvdNamed("b.example")}));
    net.api->UpdatePvdAttr("a.example", "hFlag", 1);
    net.api->RemovePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(Join(told),
                          "new a.example of 1, new b.example of 2, del a.example of 1",
                          "what comes and goes");
    NS_TEST_EXPECT_MSG_EQ(net.api->Unsubscribe(*subscription), Socket::ERROR_NOTERROR, "known");
    NS_TEST_EXPECT_MSG_EQ(net.api->Unsubscribe(*subscription), Socket::ERROR_INVAL, "twice");
    RunTo(Seconds(20));
    NS_TEST_EXPECT_MSG_EQ(told.size(), 3, "told who has unsubscribed");
    NS_TEST_EXPECT_MSG_EQ(others.back(), "del b.example of 0", "told who still listens");
}

// Rows: LIB-28
void
ApiAttributes::ChangesAreFiltered()
{
    Client net;
    std::vector<std::string> ofA;
    std::vector<std::string> ofAll;
    NS_TEST_EXPECT_MSG_EQ(net.api->SubscribePvdNotifications("", NoteChanges(ofA)).has_value(),
                          false,
                          "a name that is none");
    const auto a = net.api->SubscribePvdNotifications("A.Example.", NoteChanges(ofA));
    net.api->SubscribePvdNotifications("*", NoteChanges(ofAll));
    net.api->CreatePvd("a.example");
    net.api->CreatePvd("b.example");
    net.api->UpdatePvdAttr("b.example", "sequenceNumber", 3);
    net.api->UpdatePvdAttr("a.example", "sequenceNumber", 4);
    net.api->RemovePvd("a.example");
    net.api->CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(Join(ofA), "a.example all 0, a.example 2 4, a.example all 0", "of one");
    NS_TEST_EXPECT_MSG_EQ(
        Join(ofAll),
        "a.example all 0, b.example all 0, b.example 2 3, a.example 2 4, a.example all 0",
        "of all");
    net.api->Unsubscribe(*a);
    net.api->UpdatePvdAttr("a.example", "sequenceNumber", 5);
    NS_TEST_EXPECT_MSG_EQ(ofA.size(), 3, "told who has unsubscribed");
    NS_TEST_EXPECT_MSG_EQ(ofAll.size(), 6, "told who still listens");
}

// Rows: OQ-14, LIB-32
void
ApiAttributes::ClientsShare()
{
    Client net;
    const auto second = PvdApi::Connect(net.host.GetNode());
    std::vector<std::string> told;
    const auto subscription = second->SubscribeNotifications(NoteList(told));
    second->SubscribePvdNotifications("a.example", NoteChanges(told));
    net.api->CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(Join(told), "new a.example of 1, a.example all 0", "new and attributes");
    NS_TEST_EXPECT_MSG_EQ(Join(second->GetPvdList()), "a.example", "the other's PvD");
    NS_TEST_EXPECT_MSG_EQ(net.api->SetAttribute("a.example", "cost", "{\"down\":5}"),
                          Socket::ERROR_NOTERROR,
                          "an attribute of clients");
    NS_TEST_EXPECT_MSG_EQ(told.back(), "a.example 0 0", "told");
    NS_TEST_EXPECT_MSG_EQ(second->GetPvdAttribute("a.example", "cost").value_or(""),
                          "{\"down\":5}",
                          "the other's attribute");
    const std::string end = "\"cost\":{\"down\":5}}";
    const auto whole = *second->GetPvdAttributesAsJson("a.example");
    NS_TEST_EXPECT_MSG_EQ(whole.substr(whole.size() - end.size()), end, whole);
    second->SetAttribute("a.example", "cost", "");
    NS_TEST_EXPECT_MSG_EQ(*net.api->GetPvdAttribute("a.example", "cost"), "null", "forgotten");
    net.api->SetAttribute("a.example", "cost", "1");
    net.api->RemovePvd("a.example");
    net.api->CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(*net.api->GetPvdAttribute("a.example", "cost"), "null", "of the past");
    NS_TEST_EXPECT_MSG_EQ(net.api->Unsubscribe(*subscription),
                          Socket::ERROR_INVAL,
                          "another's subscription");
}

// Rows: LIB-27, LIB-28
void
ApiAttributes::ListenersEndWhileTold()
{
    Client net;
    auto second = PvdApi::Connect(net.host.GetNode());
    std::vector<std::string> told;
    std::optional<uint64_t> later;
    net.api->SubscribeNotifications([&](const PvdApi::ListEvent& event) {
        told.push_back("first " + event.name);
        net.api->Unsubscribe(*later);
        second = nullptr;
        if (event.name == "a.example")
        {
            net.api->CreatePvd("b.example");
        }
    });
    later = net.api->SubscribeNotifications(NoteList(told));
    second->SubscribeNotifications(NoteList(told));
    net.api->CreatePvd("a.example");
    NS_TEST_EXPECT_MSG_EQ(Join(told), "first a.example, first b.example", "who is told");
}

class ApiAttributesSuite : public TestSuite
{
  public:
    ApiAttributesSuite()
        : TestSuite("pvd-api-attributes", Type::UNIT)
    {
        Add("list of PvDs is wrong", &ApiAttributes::ListIsInOrder);
        Add("attribute is not that of the RA", &ApiAttributes::AttributesAreThoseOfTheRa);
        Add("attributes change in the hand", &ApiAttributes::AttributesDoNotChangeLater);
        Add("JSON of an attribute is wrong", &ApiAttributes::AttributesAsJson);
        Add("unknown PvD has attributes", &ApiAttributes::UnknownPvdAnswersAtOnce);
        Add("DNS servers or suffixes are wrong", &ApiAttributes::DnsIsTyped);
        Add("update changes something else", &ApiAttributes::CreateAndUpdate);
        Add("call that must fail does something", &ApiAttributes::UpdatesThatMustFail);
        Add("list event is lost or comes too often", &ApiAttributes::ListIsTold);
        Add("attribute event of another PvD", &ApiAttributes::ChangesAreFiltered);
        Add("client does not see another's PvD", &ApiAttributes::ClientsShare);
        Add("listener that ended is told", &ApiAttributes::ListenersEndWhileTold);
    }

  private:
    void Add(const std::string& name, ApiAttributes::Body body)
    {
        AddTestCase(new ApiAttributes(name, body));
    }
};

ApiAttributesSuite g_apiAttributesSuite; ///< registers itself

} // namespace
